// SPDX-License-Identifier: GPL-2.0-only
/*
 * grow DIR KEY SIZE [SALT]: publishes the tests' ledger in DIR, up to SIZE
 * entries, for the commands to read; with SALT, one that differs from that entry
 * on. KEY is a private key, which is not asked what it has signed before.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tool/lib/file.h"
#include "../../tool/lib/tiles.h"
#include "ledger.h"

static int grow(struct ledger *ledger, const char *dir, const char *path,
		uint64_t size, struct error *err)
{
	unsigned int files;
	struct skey key;
	size_t text_size;
	char *text, *note;
	int status;

	if (file_need(AT_FDCWD, path, NOTE_KEY_TEXT_SIZE, &text, &text_size,
		      err))
		return -1;
	text[strcspn(text, "\n")] = '\0';
	status = skey_parse(text, &key, err);
	free(text);
	if (status)
		return -1;
	ledger_grow(ledger, size);
	note = ledger_note(ledger, size, &key, &text_size);
	status = tiles_publish(dir, &ledger->source, note, text_size, &files,
			       err);
	free(note);
	return status;
}

int main(int argc, char **argv)
{
	struct ledger *ledger;
	struct error err;
	int status;

	if (argc < 4 || merkle_setup(&err))
		return 2;
	ledger = ledger_alloc();
	if (argc > 4)
		ledger->salt = strtoull(argv[4], NULL, 10);
	status = grow(ledger, argv[1], argv[2], strtoull(argv[3], NULL, 10),
		      &err);
	if (status)
		fprintf(stderr, "grow: %s\n", err.text);
	ledger_free(ledger);
	return status ? 1 : 0;
}
