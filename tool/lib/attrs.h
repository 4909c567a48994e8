/* SPDX-License-Identifier: GPL-2.0-only */
/* Attributes of the family, read and put: what the query files share. */
#ifndef DINH_ATTRS_H
#define DINH_ATTRS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"

static inline uint32_t get_u32(struct nlattr **a, int type, uint32_t otherwise)
{
	return a[type] ? nla_get_u32(a[type]) : otherwise;
}

static inline uint64_t get_u64(struct nlattr **a, int type, uint64_t otherwise)
{
	return a[type] ? nla_get_u64(a[type]) : otherwise;
}

static inline void get_text(struct nlattr **a, int type, char *buf, size_t size)
{
	*buf = '\0';
	if (a[type])
		nla_strlcpy(buf, a[type], size);
}

#define GET_CODE(a, type, field) get_text(a, type, field, sizeof(field))

static inline char *get_owned(struct nlattr **a, int type)
{
	return strdup(a[type] ? nla_get_string(a[type]) : "");
}

static inline void get_bytes(struct nlattr **a, int type, uint8_t *buf, size_t size)
{
	memset(buf, 0, size);
	if (a[type])
		nla_memcpy(buf, a[type], size);
}

/*
 * A request that is filled by one function and answered to another; @failed
 * where it could not be filled.
 */
int send_call(struct client *client, struct nl_msg *msg, int failed,
	      client_answer *answer, void *data, bool *changed,
	      struct error *err);

int put_flag_attr(struct nl_msg *msg, int type, bool set);
/* Nothing for 0. */
int put_some(struct nl_msg *msg, int type, uint32_t value);
/* A code, or NULL for the whole register. */
int put_scope(struct nl_msg *msg, const char *scope);

#endif /* DINH_ATTRS_H */
