// SPDX-License-Identifier: GPL-2.0-only
/* Proofs that an entry is in a ledger. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "i18n.h"
#include "lines.h"
#include "tlog_proof.h"

#define FIRST_LINE	"c2sp.org/tlog-proof@v1"

static int wrong(struct error *err, const char *what)
{
	return error_set(err, DINH_EXIT_WRONG, _("not a proof: %s"), what);
}

/* Whether a line begins with a word; then it begins after that. */
static bool take(const char **line, size_t *len, const char *word)
{
	size_t n = strlen(word);

	if (*len < n || memcmp(*line, word, n))
		return false;
	*line += n;
	*len -= n;
	return true;
}

static int parse_extra(struct tlog_proof *proof, const char *base64, size_t len,
		       struct error *err)
{
	int size;

	proof->extra = malloc(len / 4 * 3 + 1);
	if (!proof->extra)
		return error_memory(err);
	size = base64_decode(base64, len, proof->extra);
	if (size < 0)
		return wrong(err, _("its extra data are not base64"));
	proof->extra_size = size;
	return 0;
}

static int parse_hash(struct merkle_proof *proof, const char *base64,
		      size_t len)
{
	uint8_t raw[(HASH_SIZE + 2) / 3 * 3];

	if (proof->n == MERKLE_PROOF_MAX ||
	    len != BASE64_SIZE(HASH_SIZE) - 1 ||
	    base64_decode(base64, len, raw) != HASH_SIZE)
		return -1;
	memcpy(proof->hash[proof->n++], raw, HASH_SIZE);
	return 0;
}

/* All lines up to the empty one. */
static int parse_head(struct tlog_proof *proof, struct lines *lines,
		      struct error *err)
{
	const char *line = "";
	size_t len = 0;

	if (!lines_next(lines, &line, &len) ||
	    len != strlen(FIRST_LINE) || !take(&line, &len, FIRST_LINE))
		return wrong(err, _("it does not begin as one"));
	if (!lines_next(lines, &line, &len))
		return wrong(err, _("no index"));
	if (take(&line, &len, "extra ")) {
		if (parse_extra(proof, line, len, err))
			return -1;
		if (!lines_next(lines, &line, &len))
			return wrong(err, _("no index"));
	}
	if (!take(&line, &len, "index ") ||
	    !decimal_parse(line, len, &proof->index))
		return wrong(err, _("no index"));
	while (lines_next(lines, &line, &len)) {
		if (!len)
			return 0;
		if (parse_hash(&proof->inclusion, line, len))
			return wrong(err, _("a line that is no hash in base64, or one too many"));
	}
	return wrong(err, _("no checkpoint"));
}

int tlog_proof_parse(const char *text, size_t size, struct tlog_proof *proof,
		     struct error *err)
{
	struct lines lines = { text, text + size };

	memset(proof, 0, sizeof(*proof));
	if (parse_head(proof, &lines, err))
		goto fail;
	proof->note_size = lines.end - lines.at;
	proof->note = malloc(proof->note_size + 1);
	if (!proof->note) {
		error_memory(err);
		goto fail;
	}
	memcpy(proof->note, lines.at, proof->note_size);
	proof->note[proof->note_size] = '\0';
	return 0;
fail:
	tlog_proof_free(proof);
	return -1;
}

void tlog_proof_free(struct tlog_proof *proof)
{
	free(proof->extra);
	free(proof->note);
	memset(proof, 0, sizeof(*proof));
}

static int print_extra(FILE *file, const struct tlog_proof *proof)
{
	char *base64;

	if (!proof->extra)
		return 0;
	base64 = malloc(BASE64_SIZE(proof->extra_size));
	if (!base64)
		return -1;
	base64_encode(proof->extra, proof->extra_size, base64);
	fprintf(file, "extra %s\n", base64);
	free(base64);
	return 0;
}

int tlog_proof_format(const struct tlog_proof *proof, char **text, size_t *size,
		      struct error *err)
{
	FILE *file = open_memstream(text, size);
	char hash[BASE64_SIZE(HASH_SIZE)];
	unsigned int i;
	int bad;

	if (!file)
		return error_memory(err);
	fputs(FIRST_LINE "\n", file);
	bad = print_extra(file, proof);
	fprintf(file, "index %ju\n", proof->index);
	for (i = 0; i < proof->inclusion.n; i++) {
		base64_encode(proof->inclusion.hash[i], HASH_SIZE, hash);
		fprintf(file, "%s\n", hash);
	}
	fputc('\n', file);
	fwrite(proof->note, 1, proof->note_size, file);
	bad |= ferror(file);
	bad |= fclose(file);
	if (!bad)
		return 0;
	free(*text);
	return error_memory(err);
}

int tlog_proof_verify(const struct tlog_proof *proof,
		      const uint8_t leaf[HASH_SIZE], const struct vkey *key,
		      struct checkpoint *checkpoint, struct error *err)
{
	if (checkpoint_open(proof->note, proof->note_size, key, checkpoint,
			    err))
		return -1;
	if (merkle_check_inclusion(&proof->inclusion, proof->index,
				   checkpoint->size, leaf, checkpoint->root))
		return 0;
	error_set(err, DINH_EXIT_WRONG,
		  _("this entry is not number %ju of the ledger of %ju entries"),
		  proof->index, checkpoint->size);
	checkpoint_free(checkpoint);
	return -1;
}
