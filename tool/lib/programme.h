/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Programmes: rules as data, read from YAML (docs/programme.md says how to
 * write one) into the body of a ledger entry, and put into netlink messages.
 */
#ifndef DINH_TOOL_PROGRAMME_H
#define DINH_TOOL_PROGRAMME_H

#include <stddef.h>

#include <linux/dinh.h>

struct error;
struct nl_msg;

/**
 * struct programme - a programme that was read, all of it checked
 * @body: as the ledger has it, little-endian
 * @size: of @body, in bytes, a multiple of 8
 */
struct programme {
	struct dinh_programme *body;
	size_t size;
};

/**
 * programme_read - read a programme from a file
 * @path: of the file, YAML, at most 1 MiB
 * @err: filled on failure: one line an error, FILE:LINE: first, as many as fit;
 *	errors of form hide those of meaning, which come with the next try
 *
 * Return: the programme, to be freed with programme_free(), or NULL.
 */
struct programme *programme_read(const char *path, struct error *err);

void programme_free(struct programme *p);

/**
 * programme_body - the body of the entry that loads a programme
 * @p: the programme
 * @size: filled with its size
 *
 * Return: a copy, to be freed with free(), or NULL for want of memory.
 */
void *programme_body(const struct programme *p, size_t *size);

/**
 * programme_put - add all attributes of DINH_CMD_PROGRAMME_LOAD to a message
 * @msg: has its headers, no open nest, and is made as long as it takes: pointers
 *	into it are no longer good
 * @p: the programme
 *
 * Return: 0, or a negative error of libnl.
 */
int programme_put(struct nl_msg *msg, const struct programme *p);

/* The arrays of a programme's body, in the order of its counts. */
const struct dinh_instrument *programme_instruments(const struct programme *p);
const struct dinh_requirement *
programme_requirements(const struct programme *p);
const struct dinh_item *programme_items(const struct programme *p);
const struct dinh_indicator *programme_indicators(const struct programme *p);
const struct dinh_objective *programme_objectives(const struct programme *p);
const char *programme_text(const struct programme *p, __le32 offset);

#endif /* DINH_TOOL_PROGRAMME_H */
