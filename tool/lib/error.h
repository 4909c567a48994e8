/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An error is a value that carries its text. The library prints nothing: its
 * caller prints an error once, or adds it to a list of errors.
 */
#ifndef DINH_ERROR_H
#define DINH_ERROR_H

#include <stdbool.h>
#include <stddef.h>

/* What the command exits with. */
enum dinh_exit {
	DINH_EXIT_OK,
	/* a mistake in the command line or in a file */
	DINH_EXIT_USAGE,
	/* the kernel refused */
	DINH_EXIT_REFUSED,
	/* no module to talk to */
	DINH_EXIT_NO_MODULE,
	/* what was verified is wrong */
	DINH_EXIT_WRONG,
};

/**
 * struct error - why something failed
 * @exit: enum dinh_exit
 * @code: errno of a refusal by the kernel, else 0
 * @attribute: what the refusal points at, or NULL
 * @text: in the user's language, without a final newline
 */
struct error {
	int exit;
	int code;
	const char *attribute;
	char text[2048];
};

/* How many errors of a list are kept with their text. */
#define ERRORS_KEPT	20

/**
 * struct errors - several errors of one input
 * @count: all of them
 * @line: of the input, in order
 * @text: the first ERRORS_KEPT by their lines
 */
struct errors {
	size_t count;
	unsigned int line[ERRORS_KEPT];
	char *text[ERRORS_KEPT];
};

/* All of these return -1, so that a function can end with them. */
int error_set(struct error *err, int exit, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
int error_memory(struct error *err);
/* Puts a text in front of the one there is. */
int error_prefix(struct error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

int errors_add(struct errors *list, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The same, told with the others of its line, and before those of later ones. */
int errors_add_at(struct errors *list, unsigned int line, const char *format,
		  ...) __attribute__((format(printf, 3, 4)));
void errors_free(struct errors *list);

#endif /* DINH_ERROR_H */
