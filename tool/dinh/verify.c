// SPDX-License-Identifier: GPL-2.0-only
/* dinh ledger verify: a ledger, checkpoints, a proof, and what a TPM was told. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/file.h"
#include "../lib/i18n.h"
#include "../lib/key.h"
#include "../lib/sealed.h"
#include "../lib/source.h"
#include "../lib/tlog_proof.h"
#include "command.h"
#include "proof.h"
#include "values.h"

/* The largest entry, and the largest proof of one. */
#define ENTRY_MAX	DINH_ENTRY_SIZE_MAX
#define PROOF_MAX	(2 * NOTE_SIZE_MAX)

/**
 * struct subject - what is verified
 * @args: the command line
 * @source: the ledger, or NULL where it is not needed
 * @key: who is believed
 * @has_key: whether anybody is
 * @checkpoint: the one in question; without origin where there is none
 * @pinned: the one that was known before
 * @has_pinned: whether one was
 * @seq: the entry of a proof
 * @has_proof: whether there is a proof
 * @sealed: what the TPM holds; of size 0 where nobody asked
 */
struct subject {
	const struct args *args;
	struct source *source;
	struct vkey key;
	bool has_key;
	struct checkpoint checkpoint;
	struct checkpoint pinned;
	bool has_pinned;
	uint64_t seq;
	bool has_proof;
	struct sealed sealed;
};

static int need_key(const struct subject *subject, struct error *err)
{
	return subject->has_key ? 0 : missing("key", err);
}

/* Reads what the arguments name. A proof needs no ledger where its entry is
 * there.
 */
static int open_subject(struct subject *subject, struct error *err)
{
	const char *key = args_get(subject->args, "key");

	if (merkle_setup(err))
		return -1;
	subject->has_key = key;
	if (key && key_read(key, &subject->key, err))
		return -1;
	if (args_has(subject->args, "proof") &&
	    args_has(subject->args, "entry") &&
	    !args_has(subject->args, "LEDGER") &&
	    !args_has(subject->args, "tpm"))
		return 0;
	subject->source = open_ledger(subject->args, "LEDGER", err);
	return subject->source ? 0 : -1;
}

static void close_subject(struct subject *subject)
{
	source_close(subject->source);
	checkpoint_free(&subject->checkpoint);
	checkpoint_free(&subject->pinned);
}

/* The leaf of the entry that a proof is about. */
static int find_leaf(struct subject *subject, uint8_t leaf[HASH_SIZE],
		     struct error *err)
{
	const char *path = args_get(subject->args, "entry");
	const void *entry;
	size_t size;
	char *data;

	if (!path) {
		if (source_entry(subject->source, subject->seq, &entry, &size,
				 err))
			return -1;
		merkle_leaf(entry, size, leaf);
		return 0;
	}
	if (file_need(AT_FDCWD, path, ENTRY_MAX, &data, &size, err))
		return -1;
	merkle_leaf(data, size, leaf);
	free(data);
	return 0;
}

static int verify_proof(struct subject *subject, struct tlog_proof *proof,
			struct error *err)
{
	uint8_t leaf[HASH_SIZE];
	uint64_t seq = proof->index;

	if (args_seq(subject->args, "seq", &seq, err))
		return -1;
	if (seq != proof->index)
		return error_set(err, DINH_EXIT_WRONG,
				 _("the proof is of entry %ju, not of %ju"),
				 proof->index, seq);
	subject->seq = seq;
	subject->has_proof = true;
	if (find_leaf(subject, leaf, err))
		return -1;
	return tlog_proof_verify(proof, leaf, &subject->key,
				 &subject->checkpoint, err);
}

static int read_proof(struct subject *subject, const char *path,
		      struct error *err)
{
	struct tlog_proof proof;
	size_t size;
	char *text;
	int status;

	if (need_key(subject, err) ||
	    file_need(AT_FDCWD, path, PROOF_MAX, &text, &size, err))
		return -1;
	status = tlog_proof_parse(text, size, &proof, err);
	free(text);
	if (!status) {
		status = verify_proof(subject, &proof, err);
		tlog_proof_free(&proof);
	}
	return status ? error_prefix(err, "%s: ", path) : 0;
}

/* All of the ledger, and the checkpoint that it is published with. */
static int verify_ledger(struct subject *subject, struct error *err)
{
	struct source *source = subject->source;

	if (source->note) {
		if (need_key(subject, err))
			return -1;
		if (checkpoint_open(source->note, source->note_size,
				    &subject->key, &subject->checkpoint, err))
			return error_prefix(err, "%s/checkpoint: ",
					    args_get(subject->args, "LEDGER") ?:
					    LEDGER_PATH);
	} else {
		subject->checkpoint.size = source->size;
		memcpy(subject->checkpoint.root, source->root, HASH_SIZE);
	}
	return source_verify(source, err);
}

/* The checkpoint in question, and that the ledger is the one it tells of. */
static int verify_checkpoint(struct subject *subject, struct error *err)
{
	const char *proof = args_get(subject->args, "proof");
	const char *path = args_get(subject->args, "checkpoint");

	if (proof) {
		if (read_proof(subject, proof, err))
			return -1;
		path = proof;
	} else {
		if (verify_ledger(subject, err))
			return -1;
		if (!path)
			return 0;
		checkpoint_free(&subject->checkpoint);
		if (need_key(subject, err) ||
		    checkpoint_read(path, &subject->key, &subject->checkpoint,
				    err))
			return -1;
	}
	if (!subject->source)
		return 0;
	if (checkpoint_check(&subject->checkpoint,
			     source_hashes(subject->source),
			     source_size(subject->source), err))
		return error_prefix(err, "%s: ", path);
	return 0;
}

/* Two checkpoints, whichever came first. */
static int compare(struct subject *subject, struct error *err)
{
	struct hashes *hashes = subject->source ?
				source_hashes(subject->source) : NULL;
	const struct checkpoint *old = &subject->pinned;
	const struct checkpoint *new = &subject->checkpoint;

	if (hashes && old->size > source_size(subject->source))
		return error_set(err, DINH_EXIT_WRONG,
				 _("%ju entries were known, and there are %ju: the ledger was rolled back, or this is not all of it"),
				 old->size, source_size(subject->source));
	if (hashes && checkpoint_check(old, hashes,
				       source_size(subject->source), err))
		return -1;
	/* What a store has was signed by nobody. */
	if (!new->origin)
		return 0;
	if (!hashes && old->size != new->size)
		return error_set(err, DINH_EXIT_USAGE, "%s",
				 _("checkpoints of two sizes can only be compared with the ledger: give LEDGER"));
	return old->size <= new->size ?
	       checkpoint_follows(old, new, hashes, err) :
	       checkpoint_follows(new, old, hashes, err);
}

static int verify_pinned(struct subject *subject, struct error *err)
{
	const char *path = args_get(subject->args, "against");

	if (!path)
		return 0;
	if (need_key(subject, err) ||
	    checkpoint_read(path, &subject->key, &subject->pinned, err))
		return -1;
	subject->has_pinned = true;
	return compare(subject, err) ? error_prefix(err, "%s: ", path) : 0;
}

static int follow_sealed(struct source *source, struct sealed *sealed,
			 struct error *err)
{
	const void *entry;
	size_t bytes;
	uint64_t seq;

	for (seq = 0; seq < source_size(source); seq++)
		if (source_entry(source, seq, &entry, &bytes, err) ||
		    sealed_entry(sealed, source_hashes(source), entry, err))
			return -1;
	if (sealed->size)
		return 0;
	return error_set(err, DINH_EXIT_REFUSED, "%s",
			 _("unknown: the TPM was told of no checkpoint since the register was restored"));
}

static void hex(const uint8_t value[HASH_SIZE],
		char text[2 * HASH_SIZE + 1])
{
	int i;

	for (i = 0; i < HASH_SIZE; i++)
		sprintf(text + 2 * i, "%02x", value[i]);
}

static int verify_tpm(struct subject *subject, struct error *err)
{
	char is[2 * HASH_SIZE + 1], should_be[2 * HASH_SIZE + 1];
	struct sealed *sealed = &subject->sealed;
	uint8_t value[HASH_SIZE];

	if (!args_has(subject->args, "tpm"))
		return 0;
	if (follow_sealed(subject->source, sealed, err) ||
	    sealed_read_pcr(sealed->pcr, value, err))
		return -1;
	if (!memcmp(value, sealed->value, HASH_SIZE))
		return 0;
	hex(value, is);
	hex(sealed->value, should_be);
	return error_set(err, DINH_EXIT_WRONG,
			 _("PCR %u of the TPM: found %s, this ledger leads to %s"),
			 sealed->pcr, is, should_be);
}

static json_t *subject_value(const struct subject *subject)
{
	json_t *value = json_object(), *pinned;

	put_checkpoint(value, &subject->checkpoint);
	if (subject->has_key)
		put_key(value, &subject->key);
	if (subject->has_proof)
		put_number(value, "seq", subject->seq);
	if (subject->has_pinned) {
		pinned = json_object();
		put_checkpoint(pinned, &subject->pinned);
		json_object_set_new(value, "against", pinned);
	}
	put_flag(value, "rollback_excluded", subject->has_pinned);
	if (!subject->sealed.size)
		return value;
	put_number(value, "pcr", subject->sealed.pcr);
	put_number(value, "sealed", subject->sealed.size);
	put_hex(value, "pcr_value", subject->sealed.value, HASH_SIZE);
	return value;
}

static void print_subject(const struct out *out, const struct subject *subject)
{
	const struct checkpoint *checkpoint = &subject->checkpoint;
	char number[32], seq[32];

	number_text(checkpoint->size, number);
	if (subject->has_proof)
		out_print(out, OUT_GOOD,
			  _("Entry %s is in the ledger of %s entries.\n"),
			  number_text(subject->seq, seq), number);
	else
		out_print(out, OUT_GOOD,
			  _("The ledger is right: all entries and hashes, and the root over %s entries.\n"),
			  number);
	if (checkpoint->origin)
		out_print(out, OUT_PLAIN,
			  _("Signed for %s with the key of %s, %08x.\n"),
			  checkpoint->origin, subject->key.name,
			  subject->key.id);
	else
		out_print(out, OUT_DOUBT, "%s",
			  _("Nobody has signed it: no checkpoint was given.\n"));
	if (subject->sealed.size)
		out_print(out, OUT_GOOD,
			  _("PCR %u of the TPM holds what this ledger leads to: its first %s entries are sealed there.\n"),
			  subject->sealed.pcr,
			  number_text(subject->sealed.size, seq));
	if (subject->has_pinned)
		out_print(out, OUT_PLAIN,
			  _("It agrees with the checkpoint of %s entries that was known.\n"),
			  number_text(subject->pinned.size, number));
	else
		out_print(out, OUT_DOUBT, "%s",
			  _("No earlier checkpoint was given: a ledger that was rolled back or rewritten as a whole could not have been seen. Keep a checkpoint, and give it with against FILE.\n"));
}

static int ledger_verify(struct context *context, const struct args *args,
			 struct error *err)
{
	struct subject subject = { .args = args };
	int status;

	status = open_subject(&subject, err) ||
		 verify_checkpoint(&subject, err) ||
		 verify_pinned(&subject, err) ||
		 verify_tpm(&subject, err) ? -1 : 0;
	if (!status && context->out.json)
		status = out_json(&context->out, subject_value(&subject)) ?
			 error_memory(err) : 0;
	else if (!status)
		print_subject(&context->out, &subject);
	close_subject(&subject);
	return status;
}

const struct command verify_commands[] = {
	{ "ledger", "verify",
	  "[LEDGER] [tpm] [key FILE] [checkpoint FILE] [proof FILE] [entry FILE] [seq SEQ] [against FILE]",
	  N_("verify a ledger, a checkpoint, a proof, or the TPM"),
	  ledger_verify },
	{ }
};
