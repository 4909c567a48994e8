/* SPDX-License-Identifier: GPL-2.0-only */
/* Signed notes and their Ed25519 keys, as c2sp.org/signed-note has them. */
#ifndef DINH_NOTE_H
#define DINH_NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

#define NOTE_NAME_SIZE		256
#define NOTE_KEY_SIZE		32
#define NOTE_SIGNATURE_SIZE	64
/* Room for a key as text, with a newline and a NUL. */
#define NOTE_KEY_TEXT_SIZE	(NOTE_NAME_SIZE + 96)

/* A note that is larger, or has more signatures, is refused. */
#define NOTE_SIZE_MAX		1000000
#define NOTE_SIGNATURES_MAX	100

/**
 * struct vkey - a key that verifies
 * @name: without blanks and "+"
 * @id: first four bytes of a hash over name and key
 * @key: public
 */
struct vkey {
	char name[NOTE_NAME_SIZE];
	uint32_t id;
	uint8_t key[NOTE_KEY_SIZE];
};

/**
 * struct skey - a key that signs
 * @vkey: what verifies it
 * @seed: private
 */
struct skey {
	struct vkey vkey;
	uint8_t seed[NOTE_KEY_SIZE];
};

/* "NAME+ID+BASE64", and the same after "PRIVATE+KEY+". */
int vkey_parse(const char *text, struct vkey *key, struct error *err);
int skey_parse(const char *text, struct skey *key, struct error *err);
/* Whether a text is a private key, or meant to be one. */
bool skey_is(const char *text);
void vkey_format(const struct vkey *key, char text[NOTE_KEY_TEXT_SIZE]);
void skey_format(const struct skey *key, char text[NOTE_KEY_TEXT_SIZE]);

/* A new key. */
int skey_make(const char *name, struct skey *key, struct error *err);
/* Forgets the private part. */
void skey_clear(struct skey *key);

/**
 * struct note - a note that was read
 * @text: what is signed: in the note, with its last newline, not ended by a NUL
 * @size: of the text
 * @signatures: how many it has
 * @verified: how many of the keys that were given have signed it
 */
struct note {
	const char *text;
	size_t size;
	unsigned int signatures;
	unsigned int verified;
};

/* Whether it is a note. What it says is nobody's word yet. */
int note_parse(const char *data, size_t size, struct note *note,
	       struct error *err);

/**
 * note_verify - read what somebody has signed
 * @data: the note
 * @keys: who is believed
 * @n: how many keys, 64 at most
 *
 * Return: 0 where a key of these has signed it and none of their signatures is
 * wrong, else -1.
 */
int note_verify(const char *data, size_t size, const struct vkey *keys,
		size_t n, struct note *note, struct error *err);

/**
 * note_sign - a note with one signature
 * @text: what is signed; ends with a newline
 * @data: filled with the note, ended by a NUL; to be freed
 */
int note_sign(const char *text, size_t text_size, const struct skey *key,
	      char **data, size_t *size, struct error *err);

#endif /* DINH_NOTE_H */
