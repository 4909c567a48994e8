// SPDX-License-Identifier: GPL-2.0-only
/* Base64, by OpenSSL, which takes more than the standard. */
#include <openssl/evp.h>
#include <limits.h>
#include <string.h>

#include "base64.h"

size_t base64_encode(const void *data, size_t size, char *out)
{
	return EVP_EncodeBlock((unsigned char *)out, data, size);
}

/* Whether what was decoded is written as it stood, four characters at once. */
static int is_canonical(const char *text, size_t len, const uint8_t *data,
			size_t size)
{
	size_t at, n;
	char again[5];

	for (at = 0; at < len; at += 4, data += n, size -= n) {
		n = size < 3 ? size : 3;
		base64_encode(data, n, again);
		if (memcmp(again, text + at, 4))
			return 0;
	}
	return 1;
}

int base64_decode(const char *text, size_t len, uint8_t *out)
{
	int size;

	if (!len)
		return 0;
	if (len % 4 || len > INT_MAX)
		return -1;
	size = EVP_DecodeBlock(out, (const unsigned char *)text, len);
	if (size != (int)(len / 4 * 3))
		return -1;
	size -= (text[len - 1] == '=') + (text[len - 2] == '=');
	return is_canonical(text, len, out, size) ? size : -1;
}
