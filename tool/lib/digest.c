// SPDX-License-Identifier: GPL-2.0-only
/* SHA-256 of documents, and the keys of records. */
#include <endian.h>
#include <errno.h>
#include <limits.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "value.h"

static FILE *open_beside(const char *path, const char *beside)
{
	const char *slash = beside ? strrchr(beside, '/') : NULL;
	char full[PATH_MAX];

	if (*path == '/' || !slash)
		return fopen(path, "re");
	if (snprintf(full, sizeof(full), "%.*s%s", (int)(slash - beside + 1),
		     beside, path) >= (int)sizeof(full)) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	return fopen(full, "re");
}

static int digest_stream(FILE *file, uint8_t out[static DINH_HASH_SIZE])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	char buf[65536];
	size_t len;
	int good = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL);

	while (good && (len = fread(buf, 1, sizeof(buf), file)) > 0)
		good = EVP_DigestUpdate(context, buf, len);
	good = good && !ferror(file) &&
	       EVP_DigestFinal_ex(context, out, NULL);
	EVP_MD_CTX_free(context);
	return good ? 0 : -1;
}

int digest_file(const char *path, const char *beside,
		uint8_t out[static DINH_HASH_SIZE], struct error *err)
{
	FILE *file = open_beside(path, beside);
	int status = -1;

	if (file) {
		status = digest_stream(file, out);
		if (status && !errno)
			errno = EIO;
	}
	if (status)
		error_set(err, DINH_EXIT_USAGE, "%s: %s", path,
			  strerror(errno));
	if (file)
		fclose(file);
	return status;
}

int record_derive_key(struct record *record, struct error *err)
{
	uint8_t hash[EVP_MAX_MD_SIZE];
	struct {
		char unit[DINH_CODE_SIZE];
		char requirement[DINH_CODE_SIZE];
		uint8_t document[DINH_HASH_SIZE];
		uint32_t day;
		uint32_t until;
		uint32_t period;
		uint32_t items;
		uint32_t group;
		uint32_t count;
		uint32_t vote[VOTES];
	} row;
	uint64_t key;
	int i;

	memcpy(row.unit, record->code, sizeof(row.unit));
	memcpy(row.requirement, record->requirement, sizeof(row.requirement));
	memcpy(row.document, record->document, sizeof(row.document));
	row.day = htole32(record->day);
	row.until = htole32(record->until);
	row.period = htole32(record->period);
	row.items = htole32(record->items);
	row.group = htole32(record->group);
	row.count = htole32(record->count);
	for (i = 0; i < VOTES; i++)
		row.vote[i] = htole32(record->vote[i]);
	if (!EVP_Digest(&row, sizeof(row), hash, NULL, EVP_sha256(), NULL))
		return error_memory(err);
	memcpy(&key, hash, sizeof(key));
	record->key = le64toh(key) ?: 1;
	return 0;
}
