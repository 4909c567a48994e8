// SPDX-License-Identifier: GPL-2.0-only
/* What a TPM was told of a ledger, and what its PCR then holds. */
#include <endian.h>
#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "sealed.h"

#define PCR_PATH	"/sys/class/tpm/tpm0/pcr-sha256"

static int check_root(struct hashes *from, uint64_t seq, uint64_t size,
		      const uint8_t told[HASH_SIZE], struct error *err)
{
	uint8_t root[HASH_SIZE];

	if (merkle_root(from, size, root, err))
		return -1;
	if (!memcmp(root, told, HASH_SIZE))
		return 0;
	return error_set(err, DINH_EXIT_WRONG,
			 _("entry %ju: the TPM was told another root of %ju entries than this ledger has"),
			 (uintmax_t)seq, (uintmax_t)size);
}

/* Others may use the PCR as well; between two restarts it would show. */
static void look_before(struct sealed *sealed, uint64_t seq,
			const struct dinh_tpm *body)
{
	if (!sealed->size || sealed->pcr != le32toh(body->pcr) ||
	    !memcmp(sealed->value, body->before, HASH_SIZE))
		return;
	if (!sealed->changed++)
		sealed->first_changed = seq;
}

static int extend(struct sealed *sealed, const struct dinh_tpm *body,
		  struct error *err)
{
	uint8_t both[2 * HASH_SIZE];

	memcpy(both, body->before, HASH_SIZE);
	memcpy(both + HASH_SIZE, body->root, HASH_SIZE);
	if (!EVP_Digest(both, sizeof(both), sealed->value, NULL, EVP_sha256(),
			NULL))
		return error_memory(err);
	sealed->n++;
	sealed->size = le64toh(body->size);
	sealed->pcr = le32toh(body->pcr);
	return 0;
}

int sealed_entry(struct sealed *sealed, struct hashes *from,
		 const struct dinh_entry *entry, struct error *err)
{
	const struct dinh_tpm *body = (const void *)(entry + 1);
	uint64_t seq = le64toh(entry->seq);

	if (entry->type == DINH_ENTRY_BOOT)
		sealed->size = 0;
	if (entry->type != DINH_ENTRY_TPM)
		return 0;
	if (check_root(from, seq, le64toh(body->size), body->root, err))
		return -1;
	look_before(sealed, seq, body);
	return extend(sealed, body, err);
}

/* As the kernel prints it: 64 digits, and a newline. */
static int parse_hex(const char *text, uint8_t value[HASH_SIZE])
{
	unsigned int byte;
	int i;

	for (i = 0; i < HASH_SIZE; i++) {
		if (sscanf(text + 2 * i, "%2x", &byte) != 1)
			return -1;
		value[i] = byte;
	}
	return 0;
}

int sealed_read_pcr(unsigned int pcr, uint8_t value[HASH_SIZE],
		    struct error *err)
{
	char path[64], text[2 * HASH_SIZE + 1] = "";
	FILE *file;
	int status;

	snprintf(path, sizeof(path), PCR_PATH "/%u", pcr);
	file = fopen(path, "re");
	if (!file)
		return error_set(err, DINH_EXIT_REFUSED, "%s: %s", path,
				 strerror(errno));
	errno = EIO;
	status = !fgets(text, sizeof(text), file) || parse_hex(text, value);
	if (status)
		error_set(err, DINH_EXIT_REFUSED, "%s: %s", path,
			  strerror(errno));
	fclose(file);
	return status ? -1 : 0;
}
