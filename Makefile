# SPDX-License-Identifier: GPL-2.0-only
#
#	make			the module for the running kernel, and the tools
#	sudo make install	both, with manuals, completion, programmes, service
#	make demo		a guest with a town in it, and its scoreboard
#	make shell		the same, and a shell in it
#	make check		all tests
#	make soak		cut the power of a guest, two hundred times; every fault
#	make bench		measure
#
# KDIR=... builds the module for another kernel. In a kernel tree, as
# drivers/dinh, this file only leads kbuild to the module.

ifneq ($(KERNELRELEASE),)

obj-$(CONFIG_DINH) += kmod/

else

KVER ?= $(shell uname -r)
KDIR ?= /lib/modules/$(KVER)/build
PREFIX ?= /usr/local
DESTDIR ?=

export PREFIX DESTDIR

all: modules tool

modules:
	@test -e $(KDIR)/Makefile || { \
		echo "No headers of kernel $(KVER) in $(KDIR):" \
		     "apt-get install linux-headers-$(KVER), or KDIR=..." >&2; \
		exit 1; }
	$(MAKE) -C $(KDIR) M=$(CURDIR)/kmod modules

tool: packages-build
	$(MAKE) -C tool

install:
	$(MAKE) -C $(KDIR) M=$(CURDIR)/kmod \
		INSTALL_MOD_PATH=$(DESTDIR) modules_install
	$(if $(DESTDIR),,depmod $(KVER))
	$(MAKE) -C tool install

demo: packages-build packages-vm tool
	tests/demo/run

shell: packages-build packages-vm tool
	tests/demo/run --shell

check:
	tests/check

soak:
	tests/check soak all-faults

check-sanitize:
	tests/check --sanitize

bench: packages-build packages-vm packages-bench tool
	tests/bench/run

packages-%:
	@tests/packages $*

clean:
	rm -rf build
	find kmod \( -name '*.o' -o -name '*.ko' -o -name '*.mod' \
		-o -name '*.mod.c' -o -name '.*.cmd' -o -name '*.a' \
		-o -name modules.order -o -name Module.symvers \) -delete

.PHONY: all modules tool install demo shell check soak check-sanitize bench clean

endif
