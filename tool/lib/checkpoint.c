// SPDX-License-Identifier: GPL-2.0-only
/* Checkpoints: their text, and whether they agree with a tree or another. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "checkpoint.h"
#include "file.h"
#include "i18n.h"
#include "lines.h"

static int wrong(struct error *err, const char *what)
{
	return error_set(err, DINH_EXIT_WRONG, _("not a checkpoint: %s"), what);
}

static int parse_root(const char *line, size_t len, uint8_t root[HASH_SIZE])
{
	uint8_t raw[(HASH_SIZE + 2) / 3 * 3];

	if (len != BASE64_SIZE(HASH_SIZE) - 1 ||
	    base64_decode(line, len, raw) != HASH_SIZE)
		return -1;
	memcpy(root, raw, HASH_SIZE);
	return 0;
}

/* The rest: lines that are not empty. */
static int check_extension(struct lines rest, struct error *err)
{
	const char *line;
	size_t len;

	while (lines_next(&rest, &line, &len))
		if (!len)
			return wrong(err, _("an empty line"));
	return rest.at == rest.end ? 0 :
	       wrong(err, _("no newline at its end"));
}

int checkpoint_parse(const char *text, size_t size,
		     struct checkpoint *checkpoint, struct error *err)
{
	struct lines lines = { text, text + size };
	const char *origin, *line;
	size_t origin_len, len;

	memset(checkpoint, 0, sizeof(*checkpoint));
	if (memchr(text, '\0', size))
		return wrong(err, _("a control character"));
	if (!lines_next(&lines, &origin, &origin_len) || !origin_len)
		return wrong(err, _("no origin"));
	if (!lines_next(&lines, &line, &len) ||
	    !decimal_parse(line, len, &checkpoint->size))
		return wrong(err, _("its size is no number"));
	if (!lines_next(&lines, &line, &len) ||
	    parse_root(line, len, checkpoint->root))
		return wrong(err, _("its root is no hash in base64"));
	if (check_extension(lines, err))
		return -1;
	checkpoint->origin = strndup(origin, origin_len);
	checkpoint->extension = strndup(lines.at, lines.end - lines.at);
	if (checkpoint->origin && checkpoint->extension)
		return 0;
	checkpoint_free(checkpoint);
	return error_memory(err);
}

int checkpoint_format(const struct checkpoint *checkpoint, char **text,
		      size_t *size, struct error *err)
{
	char root[BASE64_SIZE(HASH_SIZE)];
	int len;

	base64_encode(checkpoint->root, HASH_SIZE, root);
	len = asprintf(text, "%s\n%ju\n%s\n%s", checkpoint->origin,
		       checkpoint->size, root, checkpoint->extension ?: "");
	if (len < 0)
		return error_memory(err);
	*size = len;
	return 0;
}

int checkpoint_open(const char *data, size_t size, const struct vkey *key,
		    struct checkpoint *checkpoint, struct error *err)
{
	struct note note;
	int status;

	memset(checkpoint, 0, sizeof(*checkpoint));
	status = key ? note_verify(data, size, key, 1, &note, err) :
		       note_parse(data, size, &note, err);
	return status ?: checkpoint_parse(note.text, note.size, checkpoint, err);
}

int checkpoint_read(const char *path, const struct vkey *key,
		    struct checkpoint *checkpoint, struct error *err)
{
	size_t size;
	char *data;
	int status;

	memset(checkpoint, 0, sizeof(*checkpoint));
	if (file_need(AT_FDCWD, path, NOTE_SIZE_MAX, &data, &size, err))
		return -1;
	status = checkpoint_open(data, size, key, checkpoint, err);
	free(data);
	return status ? error_prefix(err, "%s: ", path) : 0;
}

void checkpoint_free(struct checkpoint *checkpoint)
{
	free(checkpoint->origin);
	free(checkpoint->extension);
	memset(checkpoint, 0, sizeof(*checkpoint));
}

static int check_root(const struct checkpoint *checkpoint,
		      const uint8_t root[HASH_SIZE], struct error *err)
{
	char found[BASE64_SIZE(HASH_SIZE)], said[BASE64_SIZE(HASH_SIZE)];

	if (!memcmp(root, checkpoint->root, HASH_SIZE))
		return 0;
	base64_encode(root, HASH_SIZE, found);
	base64_encode(checkpoint->root, HASH_SIZE, said);
	return error_set(err, DINH_EXIT_WRONG,
			 _("the root over %ju entries is %s, and the checkpoint says %s"),
			 checkpoint->size, found, said);
}

int checkpoint_check(const struct checkpoint *checkpoint, struct hashes *from,
		     uint64_t size, struct error *err)
{
	uint8_t root[HASH_SIZE];

	if (checkpoint->size > size)
		return error_set(err, DINH_EXIT_WRONG,
				 _("there are %ju entries, and the checkpoint tells of %ju"),
				 size, checkpoint->size);
	if (merkle_root(from, checkpoint->size, root, err))
		return -1;
	return check_root(checkpoint, root, err);
}

int checkpoint_follows(const struct checkpoint *old,
		       const struct checkpoint *new, struct hashes *from,
		       struct error *err)
{
	struct merkle_proof proof = { 0 };

	if (strcmp(old->origin, new->origin))
		return error_set(err, DINH_EXIT_WRONG,
				 _("checkpoints of two ledgers, %s and %s"),
				 old->origin, new->origin);
	if (old->size > new->size)
		return error_set(err, DINH_EXIT_WRONG,
				 _("a checkpoint of %ju entries comes after one of %ju"),
				 new->size, old->size);
	/* The check of a proof does not look at the root of nothing. */
	if (!old->size && checkpoint_check(old, from, 0, err))
		return -1;
	if (from && merkle_prove_consistency(from, old->size, new->size, &proof,
					     err))
		return -1;
	if (merkle_check_consistency(&proof, old->size, new->size, old->root,
				     new->root))
		return 0;
	return error_set(err, DINH_EXIT_WRONG,
			 _("the ledger of %ju entries is not the beginning of the one of %ju"),
			 old->size, new->size);
}
