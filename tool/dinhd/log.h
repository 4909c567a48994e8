/* SPDX-License-Identifier: GPL-2.0-only */
/* What dinhd says: lines on the standard error, and its status to systemd. */
#ifndef DINHD_LOG_H
#define DINHD_LOG_H

#include <syslog.h>

/* Whether the journal reads the standard error. */
void log_setup(void);

/* @priority: LOG_ERR, LOG_WARNING, LOG_NOTICE or LOG_INFO */
void log_line(int priority, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* What systemctl shows. */
void log_status(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Whoever waited for dinhd to be up goes on. */
void log_ready(void);
void log_stopping(void);

#endif /* DINHD_LOG_H */
