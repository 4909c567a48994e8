/* SPDX-License-Identifier: GPL-2.0-only */
/* Base64 as RFC 4648, section 4, has it: padded, and one way only to write it. */
#ifndef DINH_BASE64_H
#define DINH_BASE64_H

#include <stddef.h>
#include <stdint.h>

/* Characters, with a final NUL, of @size bytes. */
#define BASE64_SIZE(size)	(((size) + 2) / 3 * 4 + 1)

/* Return: characters written, besides the NUL. */
size_t base64_encode(const void *data, size_t size, char *out);

/**
 * base64_decode - bytes of a text
 * @text: not ended by a NUL
 * @len: of the text
 * @out: room for @len / 4 * 3 bytes
 *
 * Return: how many bytes, or -1 where it is not what base64_encode() writes.
 */
int base64_decode(const char *text, size_t len, uint8_t *out);

#endif /* DINH_BASE64_H */
