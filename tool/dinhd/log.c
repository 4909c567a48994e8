// SPDX-License-Identifier: GPL-2.0-only
/* Messages of dinhd. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <systemd/sd-daemon.h>

#include "log.h"

static bool journal;

void log_setup(void)
{
	journal = getenv("JOURNAL_STREAM");
}

void log_line(int priority, const char *format, ...)
{
	char text[4096];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (journal)
		fprintf(stderr, "<%d>%s\n", priority, text);
	else
		fprintf(stderr, "dinhd: %s\n", text);
}

void log_status(const char *format, ...)
{
	char text[4096];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	sd_notifyf(0, "STATUS=%s", text);
}

void log_ready(void)
{
	sd_notify(0, "READY=1");
}

void log_stopping(void)
{
	sd_notify(0, "STOPPING=1");
}
