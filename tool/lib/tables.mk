# SPDX-License-Identifier: GPL-2.0-only
#
# The schema, as a string for tables.c. Whoever includes this says where the
# objects of this folder go: lib-objects.

tables-sql := $(dir $(lastword $(MAKEFILE_LIST)))tables.sql

$(lib-objects)/tables.sql.h: $(tables-sql)
	@mkdir -p $(@D)
	@sed 's/[\\"]/\\&/g; s/.*/"&\\n"/' $< >$@

$(lib-objects)/tables.o: $(lib-objects)/tables.sql.h
$(lib-objects)/tables.o: export CPATH := $(lib-objects)
