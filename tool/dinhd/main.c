// SPDX-License-Identifier: GPL-2.0-only
/* dinhd: keeps the entries of the register, for good. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../lib/i18n.h"
#include "../lib/store.h"
#include "daemon.h"
#include "log.h"

#ifndef DINH_VERSION
#define DINH_VERSION	"0"
#endif

#define GROUP_MAX	65536
#define DELAY_MAX	10000

enum option_code {
	OPTION_STORE = 256,
	OPTION_DEVICE,
	OPTION_GROUP,
	OPTION_DELAY,
	OPTION_NO_VERIFY,
};

static const struct option long_options[] = {
	{ "store", required_argument, NULL, OPTION_STORE },
	{ "device", required_argument, NULL, OPTION_DEVICE },
	{ "group", required_argument, NULL, OPTION_GROUP },
	{ "delay", required_argument, NULL, OPTION_DELAY },
	{ "no-verify", no_argument, NULL, OPTION_NO_VERIFY },
	{ "version", no_argument, NULL, 'V' },
	{ "help", no_argument, NULL, 'h' },
	{ }
};

static void help(void)
{
	puts("dinhd [--store DIR] [--device PATH] [--group N] [--delay MS] [--no-verify]");
	printf("%s\n\n", _("Keep the entries of the register in a store."));
	printf("  --store DIR    %s\n",
	       _("directory of the store; if left out, /var/lib/dinh"));
	printf("  --device PATH  %s\n",
	       _("the register; if left out, /dev/dinh"));
	printf("  --group N      %s\n",
	       _("entries that are saved together at most; 1024"));
	printf("  --delay MS     %s\n",
	       _("milliseconds that a group waits for more; 0"));
	printf("  --no-verify    %s\n",
	       _("do not read all of the store first"));
	printf("  -V, --version  %s\n", _("print the version"));
	printf("  -h, --help     %s\n", _("print this"));
}

static int usage(const char *found, const char *allowed)
{
	fprintf(stderr, _("dinhd: found %s, allowed: %s\n"), found, allowed);
	return -1;
}

static int take_number(const char *name, const char *text, unsigned int min,
		       unsigned int max, unsigned int *number)
{
	char found[128], allowed[64], *end;
	unsigned long value;

	errno = 0;
	value = strtoul(text, &end, 10);
	if (*text >= '0' && *text <= '9' && !*end && !errno && value >= min &&
	    value <= max) {
		*number = value;
		return 0;
	}
	snprintf(found, sizeof(found), "%s %s", name, text);
	snprintf(allowed, sizeof(allowed), _("%u to %u"), min, max);
	return usage(found, allowed);
}

static int take_option(struct options *options, int code, const char *word)
{
	switch (code) {
	case OPTION_STORE:
		options->store = optarg;
		return 0;
	case OPTION_DEVICE:
		options->device = optarg;
		return 0;
	case OPTION_GROUP:
		return take_number("--group", optarg, 1, GROUP_MAX,
				   &options->group);
	case OPTION_DELAY:
		return take_number("--delay", optarg, 0, DELAY_MAX,
				   &options->delay);
	case OPTION_NO_VERIFY:
		options->verify = false;
		return 0;
	case 'V':
		printf("dinhd %s\n", DINH_VERSION);
		return 1;
	case 'h':
		help();
		return 1;
	default:
		return usage(word,
			     "--store, --device, --group, --delay, --no-verify, -V, -h");
	}
}

/* Return: 0, 1 where that was all, or -1. */
static int take_options(struct options *options, int argc, char **argv)
{
	const char *word = argv[1];
	int code, status;

	opterr = 0;
	while ((code = getopt_long(argc, argv, "Vh", long_options, NULL)) >= 0) {
		status = take_option(options, code, word);
		if (status)
			return status;
		word = argv[optind];
	}
	return optind < argc ? usage(argv[optind], _("nothing more")) : 0;
}

int main(int argc, char **argv)
{
	struct options options = {
		.store = STORE_DIR, .device = "/dev/dinh", .group = 1024,
		.verify = true,
	};
	struct error err = { 0 };
	int status;

	i18n_setup();
	log_setup();
	umask(077);
	status = take_options(&options, argc, argv);
	if (status)
		return status < 0 ? DINH_EXIT_USAGE : DINH_EXIT_OK;
	status = daemon_run(&options, &err);
	log_stopping();
	if (!status)
		return DINH_EXIT_OK;
	log_line(LOG_ERR, "%s", err.text);
	log_status("%s", err.text);
	return err.exit ?: DINH_EXIT_USAGE;
}
