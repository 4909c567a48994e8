// SPDX-License-Identifier: GPL-2.0-only
/* dinh ledger: keys, checkpoints, proofs, publishing. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/file.h"
#include "../lib/i18n.h"
#include "../lib/key.h"
#include "../lib/client.h"
#include "../lib/page.h"
#include "../lib/query.h"
#include "../lib/replay.h"
#include "../lib/tiles.h"
#include "../lib/tlog_proof.h"
#include "command.h"
#include "proof.h"
#include "values.h"

struct source *open_ledger(const struct args *args, const char *name,
			   struct error *err)
{
	return source_open(args_get(args, name) ?: LEDGER_PATH, err);
}

int missing(const char *name, struct error *err)
{
	return error_set(err, DINH_EXIT_USAGE, _("%s is missing"), name);
}

void put_key(json_t *value, const struct vkey *key)
{
	char text[NOTE_KEY_TEXT_SIZE];

	vkey_format(key, text);
	put_text(value, "key", text);
}

void put_checkpoint(json_t *value, const struct checkpoint *checkpoint)
{
	put_text(value, "origin", checkpoint->origin);
	put_number(value, "size", checkpoint->size);
	put_hex(value, "root", checkpoint->root, HASH_SIZE);
}

/* What is printed, or with -j an object with it. */
static int print_text(struct context *context, json_t *value, const char *key,
		      const char *text, struct error *err)
{
	if (context->out.json) {
		put_text(value, key, text);
		return out_json(&context->out, value) ? error_memory(err) : 0;
	}
	json_decref(value);
	fputs(text, context->out.file);
	return 0;
}

/*
 * Keys.
 */

static int ledger_key(struct context *context, const struct args *args,
		      struct error *err)
{
	char text[NOTE_KEY_TEXT_SIZE];
	struct vkey key;
	json_t *value;

	if (key_create(args_get(args, "FILE"), args_get(args, "name"), &key,
		       err))
		return -1;
	if (context->out.json) {
		value = json_object();
		put_key(value, &key);
		return out_json(&context->out, value) ? error_memory(err) : 0;
	}
	vkey_format(&key, text);
	fprintf(context->out.file, "%s\n", text);
	return 0;
}

/*
 * Signing. Nothing is signed that was not read back and hashed anew.
 */

static int sign(struct source *source, const char *key,
		struct checkpoint *checkpoint, char **note, size_t *note_size,
		struct error *err)
{
	if (source_verify(source, err) ||
	    key_sign(key, source_hashes(source), source_size(source), note,
		     note_size, err))
		return -1;
	if (!source_told(source, *note, *note_size, false, err) &&
	    !checkpoint_open(*note, *note_size, NULL, checkpoint, err))
		return 0;
	free(*note);
	return -1;
}

/*
 * Telling the module, where it is there and has this ledger.
 */

/* What the module needs to know of a checkpoint. */
typedef int (*tell_fn)(struct client *client, const struct ledger *ledger,
		       const struct checkpoint *checkpoint, struct error *err);

static int tell_tpm(struct client *client, const struct ledger *ledger,
		    const struct checkpoint *checkpoint, struct error *err)
{
	if (ledger->pcr < 0 || !checkpoint->size)
		return 0;
	return ledger_seal(client, checkpoint->size, checkpoint->root, err);
}

static int tell_published(struct client *client, const struct ledger *ledger,
			  const struct checkpoint *checkpoint,
			  struct error *err)
{
	if (ledger->published < checkpoint->size &&
	    ledger_published(client, checkpoint->size, err))
		return -1;
	return tell_tpm(client, ledger, checkpoint, err);
}

static int tell_client(struct client *client, tell_fn tell,
		       struct source *source,
		       const struct checkpoint *checkpoint, struct error *err)
{
	const struct dinh_genesis *genesis;
	struct ledger ledger;
	const void *entry;
	size_t bytes;

	if (source_entry(source, 0, &entry, &bytes, err) ||
	    ledger_get(client, &ledger, err))
		return -1;
	genesis = (const void *)((const struct dinh_entry *)entry + 1);
	if (ledger.state != DINH_STATE_LIVE ||
	    memcmp(genesis->identity, ledger.identity, sizeof(ledger.identity)))
		return 0;
	return tell(client, &ledger, checkpoint, err);
}

static int tell_module(tell_fn tell, struct source *source,
		       const struct checkpoint *checkpoint, struct error *err)
{
	struct error none = { 0 };
	struct client *client = client_open(&none);
	int status = 0;

	if (!client)
		return 0;
	if (source_size(source))
		status = tell_client(client, tell, source, checkpoint, err);
	client_close(client);
	return status;
}

static int ledger_checkpoint(struct context *context, const struct args *args,
			     struct error *err)
{
	struct source *source = open_ledger(args, "LEDGER", err);
	struct checkpoint checkpoint;
	json_t *value;
	size_t size;
	char *note;
	int status;

	if (!source)
		return -1;
	status = sign(source, args_get(args, "key"), &checkpoint, &note, &size,
		      err);
	if (!status) {
		value = json_object();
		put_checkpoint(value, &checkpoint);
		status = print_text(context, value, "note", note, err) ||
			 tell_module(tell_tpm, source, &checkpoint, err) ? -1 :
									   0;
		checkpoint_free(&checkpoint);
		free(note);
	}
	source_close(source);
	return status;
}

static int replay_source(struct replay *replay, struct source *source,
			 uint64_t size, struct error *err)
{
	const void *entry;
	size_t bytes;
	uint64_t seq;

	for (seq = 0; seq < size; seq++)
		if (source_entry(source, seq, &entry, &bytes, err) ||
		    replay_entry(replay, entry, bytes, err))
			return -1;
	return 0;
}

static int put_page(const char *path, const char *page, size_t size,
		    struct error *err)
{
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), status;

	if (dir < 0)
		return file_error(path, err);
	status = file_replace(dir, "index.html.new", "index.html", 0644, page,
			      size, err) ||
		 file_sync_dir(dir, ".", err) ? -1 : 0;
	close(dir);
	return status;
}

/* The page is made of what the checkpoint covers, and put there after it. */
static int publish_page(const char *path, struct source *source,
			uint64_t entries, const char *key, struct error *err)
{
	struct replay *replay = replay_open(err);
	char vkey_text[NOTE_KEY_TEXT_SIZE], *page;
	struct vkey vkey;
	size_t size;
	int status = -1;

	if (!replay)
		return -1;
	if (!key_read(key, &vkey, err) &&
	    !replay_source(replay, source, entries, err)) {
		vkey_format(&vkey, vkey_text);
		status = page_make(replay, vkey_text, &page, &size, err);
	}
	replay_close(replay);
	if (status)
		return -1;
	status = put_page(path, page, size, err);
	free(page);
	return status;
}

static int publish(const char *path, struct source *source, const char *key,
		   struct checkpoint *checkpoint, unsigned int *files,
		   struct error *err)
{
	size_t size;
	char *note;
	int status;

	if (sign(source, key, checkpoint, &note, &size, err))
		return -1;
	status = tiles_publish(path, source, note, size, files, err) ||
		 source_told(source, note, size, true, err) ||
		 publish_page(path, source, checkpoint->size, key, err) ? -1 :
									  0;
	free(note);
	if (status)
		checkpoint_free(checkpoint);
	return status;
}

static int ledger_publish(struct context *context, const struct args *args,
			  struct error *err)
{
	struct source *source = open_ledger(args, "from", err);
	const char *path = args_get(args, "DIR");
	struct checkpoint checkpoint;
	unsigned int files;
	char number[32];
	json_t *value;
	int status;

	if (!source)
		return -1;
	status = publish(path, source, args_get(args, "key"), &checkpoint,
			 &files, err);
	if (!status && tell_module(tell_published, source, &checkpoint, err)) {
		checkpoint_free(&checkpoint);
		status = -1;
	}
	source_close(source);
	if (status)
		return -1;
	if (context->out.json) {
		value = json_object();
		put_checkpoint(value, &checkpoint);
		put_number(value, "files", files);
		status = out_json(&context->out, value) ? error_memory(err) : 0;
	} else {
		out_print(&context->out, OUT_PLAIN,
			  P_("%s: %s entries published, %u file written.\n",
			     "%s: %s entries published, %u files written.\n",
			     files),
			  path, number_text(checkpoint.size, number), files);
	}
	checkpoint_free(&checkpoint);
	return status;
}

/*
 * Proving.
 */

/* The checkpoint that a proof leads to: a new one, one that is there, or that
 * of a published ledger.
 */
static int find_checkpoint(const struct args *args, struct source *source,
			   struct checkpoint *checkpoint, char **note,
			   size_t *size, struct error *err)
{
	const char *key = args_get(args, "key");
	const char *path = args_get(args, "checkpoint");

	if (key && path)
		return error_set(err, DINH_EXIT_USAGE, "%s",
				 _("a key for a new checkpoint, or a checkpoint, not both"));
	if (key)
		return sign(source, key, checkpoint, note, size, err);
	if (path) {
		if (file_need(AT_FDCWD, path, NOTE_SIZE_MAX, note, size, err))
			return -1;
	} else {
		if (!source->note)
			return missing("key", err);
		*size = source->note_size;
		*note = strndup(source->note, *size);
		if (!*note)
			return error_memory(err);
	}
	if (!checkpoint_open(*note, *size, NULL, checkpoint, err))
		return 0;
	free(*note);
	return path ? error_prefix(err, "%s: ", path) : -1;
}

/* @proof has its checkpoint. The proof is checked before anybody gets it. */
static int prove(struct source *source, const struct checkpoint *checkpoint,
		 struct tlog_proof *proof, const char *entry_path,
		 struct error *err)
{
	uint8_t leaf[HASH_SIZE];
	const void *entry;
	size_t size;

	if (checkpoint_check(checkpoint, source_hashes(source),
			     source_size(source), err))
		return -1;
	if (proof->index >= checkpoint->size)
		return error_set(err, DINH_EXIT_USAGE,
				 _("there is no entry %ju, the checkpoint tells of %ju"),
				 proof->index, checkpoint->size);
	if (source_entry(source, proof->index, &entry, &size, err) ||
	    merkle_prove_inclusion(source_hashes(source), proof->index,
				   checkpoint->size, &proof->inclusion, err))
		return -1;
	merkle_leaf(entry, size, leaf);
	if (!merkle_check_inclusion(&proof->inclusion, proof->index,
				    checkpoint->size, leaf, checkpoint->root))
		return error_set(err, DINH_EXIT_WRONG, "%s",
				 _("the hashes of the ledger do not prove the entry"));
	return entry_path ? file_create(AT_FDCWD, entry_path, 0644, entry, size,
					err) : 0;
}

static int print_proof(struct context *context, const struct tlog_proof *proof,
		       const struct checkpoint *checkpoint, struct error *err)
{
	json_t *value;
	size_t size;
	char *text;
	int status;

	if (tlog_proof_format(proof, &text, &size, err))
		return -1;
	value = json_object();
	put_number(value, "seq", proof->index);
	put_checkpoint(value, checkpoint);
	status = print_text(context, value, "proof", text, err);
	free(text);
	return status;
}

static int ledger_prove(struct context *context, const struct args *args,
			struct error *err)
{
	struct tlog_proof proof = { 0 };
	struct checkpoint checkpoint;
	struct source *source;
	int status;

	if (args_seq(args, "SEQ", &proof.index, err))
		return -1;
	source = open_ledger(args, "LEDGER", err);
	if (!source)
		return -1;
	status = find_checkpoint(args, source, &checkpoint, &proof.note,
				 &proof.note_size, err);
	if (!status) {
		status = prove(source, &checkpoint, &proof,
			       args_get(args, "entry"), err);
		if (!status)
			status = print_proof(context, &proof, &checkpoint, err);
		checkpoint_free(&checkpoint);
		tlog_proof_free(&proof);
	}
	source_close(source);
	return status;
}

const struct command proof_commands[] = {
	{ "ledger", "key", "FILE name NAME",
	  N_("make a key that signs checkpoints"), ledger_key },
	{ "ledger", "checkpoint", "[LEDGER] key FILE",
	  N_("verify a ledger and sign its size and root"),
	  ledger_checkpoint },
	{ "ledger", "prove",
	  "SEQ [LEDGER] [key FILE] [checkpoint FILE] [entry FILE]",
	  N_("prove that an entry is in a ledger"), ledger_prove },
	{ "ledger", "publish", "DIR [from LEDGER] key FILE",
	  N_("verify and sign a ledger, and publish it as files"),
	  ledger_publish },
	{ }
};
