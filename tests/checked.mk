# SPDX-License-Identifier: GPL-2.0-only
#
# What tests that are programs share: the compiler's checks, and the project's
# libraries built with them, once for all suites. TOP is set before.

SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all
checked := $(abspath $(TOP)/build/checked)
LIBDINH := $(checked)/tool/libdinh.a
ENGINE := $(checked)/engine/libdinh-engine.a

# Suites run at the same time.
$(LIBDINH) $(ENGINE) &: FORCE
	@mkdir -p $(checked)
	@flock $(checked) $(MAKE) -s -C $(TOP)/tool build=$(checked) \
		CFLAGS='-O1 -g $(SANITIZE)' libraries

FORCE:
.PHONY: FORCE
