// SPDX-License-Identifier: GPL-2.0-only
/* Signed notes. */
#include <endian.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "base64.h"
#include "i18n.h"
#include "lines.h"
#include "note.h"

/* The type of a signature, before the bytes of a key. */
#define ED25519		1

#define PRIVATE_PREFIX	"PRIVATE+KEY+"
/* An em dash and a blank. */
#define SIGNATURE_PREFIX	"\xe2\x80\x94 "

/*
 * Keys.
 */

static bool name_is_valid(const char *name, size_t len)
{
	const uint8_t *at = (const uint8_t *)name, *end = at + len;
	ucs4_t point;
	int n;

	for (; at < end; at += n) {
		n = u8_mbtoucr(&point, at, end - at);
		if (n <= 0 || point < 0x20 || point == '+' ||
		    uc_is_property_white_space(point))
			return false;
	}
	return len;
}

/* The first bytes of SHA-256(name || newline || type || key). */
static int key_id(const struct vkey *key, uint32_t *id, struct error *err)
{
	uint8_t text[NOTE_NAME_SIZE + 2 + NOTE_KEY_SIZE];
	uint8_t hash[EVP_MAX_MD_SIZE];
	size_t len = strlen(key->name);

	memcpy(text, key->name, len);
	text[len++] = '\n';
	text[len++] = ED25519;
	memcpy(text + len, key->key, NOTE_KEY_SIZE);
	len += NOTE_KEY_SIZE;
	if (!EVP_Digest(text, len, hash, NULL, EVP_sha256(), NULL))
		return error_memory(err);
	memcpy(id, hash, sizeof(*id));
	*id = be32toh(*id);
	return 0;
}

static int set_name(struct vkey *key, const char *name, size_t len,
		    struct error *err)
{
	if (!name_is_valid(name, len))
		return error_set(err, DINH_EXIT_USAGE, "%s",
				 _("a key's name has no blanks and no +, and is not empty"));
	if (len >= sizeof(key->name))
		return error_set(err, DINH_EXIT_USAGE,
				 _("a key's name has %zu bytes at most"),
				 sizeof(key->name) - 1);
	memcpy(key->name, name, len);
	key->name[len] = '\0';
	return 0;
}

static bool parse_id(const char *hex, size_t len, uint32_t *id)
{
	size_t i;

	if (len != 8)
		return false;
	*id = 0;
	for (i = 0; i < len; i++) {
		const char *digits = "0123456789abcdef";
		const char *digit = hex[i] ? strchr(digits, hex[i]) : NULL;

		if (!digit)
			return false;
		*id = *id << 4 | (digit - digits);
	}
	return true;
}

/* Takes apart NAME+ID+BASE64: the name and the base64 have no bounds here. */
static int parse_key(const char *text, struct vkey *key,
		     uint8_t bytes[NOTE_KEY_SIZE], struct error *err)
{
	const char *id = strchr(text, '+'), *base64 = id ? strchr(id + 1, '+') :
							 NULL;
	uint8_t raw[(NOTE_KEY_SIZE + 1 + 2) / 3 * 3];

	if (!base64 || !parse_id(id + 1, base64 - id - 1, &key->id))
		return error_set(err, DINH_EXIT_USAGE, "%s",
				 _("this is no key: NAME+ID+BASE64 is one"));
	if (set_name(key, text, id - text, err))
		return -1;
	base64++;
	if (strlen(base64) != sizeof(raw) / 3 * 4 ||
	    base64_decode(base64, strlen(base64), raw) != 1 + NOTE_KEY_SIZE)
		return error_set(err, DINH_EXIT_USAGE,
				 _("the key of %s is not one of Ed25519"),
				 key->name);
	if (raw[0] != ED25519)
		return error_set(err, DINH_EXIT_USAGE,
				 _("the key of %s is of type %u, and only type 1, Ed25519, is known"),
				 key->name, raw[0]);
	memcpy(bytes, raw + 1, NOTE_KEY_SIZE);
	OPENSSL_cleanse(raw, sizeof(raw));
	return 0;
}

static int check_id(const struct vkey *key, struct error *err)
{
	uint32_t id;

	if (key_id(key, &id, err))
		return -1;
	if (id == key->id)
		return 0;
	return error_set(err, DINH_EXIT_USAGE,
			 _("the key of %s has the id %08x, and says %08x"),
			 key->name, id, key->id);
}

int vkey_parse(const char *text, struct vkey *key, struct error *err)
{
	if (parse_key(text, key, key->key, err))
		return -1;
	return check_id(key, err);
}

/* The public part of a private one. */
static int derive(struct skey *key, struct error *err)
{
	size_t size = NOTE_KEY_SIZE;
	EVP_PKEY *pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
						      key->seed, NOTE_KEY_SIZE);
	int good = pkey && EVP_PKEY_get_raw_public_key(pkey, key->vkey.key,
						       &size);

	EVP_PKEY_free(pkey);
	return good ? 0 : error_memory(err);
}

bool skey_is(const char *text)
{
	return !strncmp(text, PRIVATE_PREFIX, strlen(PRIVATE_PREFIX));
}

int skey_parse(const char *text, struct skey *key, struct error *err)
{
	if (!skey_is(text))
		return error_set(err, DINH_EXIT_USAGE, "%s",
				 _("this is no private key: PRIVATE+KEY+NAME+ID+BASE64 is one"));
	if (parse_key(text + strlen(PRIVATE_PREFIX), &key->vkey, key->seed,
		      err) ||
	    derive(key, err))
		return -1;
	return check_id(&key->vkey, err);
}

static void format_key(const char *prefix, const struct vkey *key,
		       const uint8_t bytes[NOTE_KEY_SIZE], char *text)
{
	char base64[BASE64_SIZE(1 + NOTE_KEY_SIZE)];
	uint8_t raw[1 + NOTE_KEY_SIZE] = { ED25519 };

	memcpy(raw + 1, bytes, NOTE_KEY_SIZE);
	base64_encode(raw, sizeof(raw), base64);
	snprintf(text, NOTE_KEY_TEXT_SIZE, "%s%s+%08x+%s", prefix, key->name,
		 key->id, base64);
	OPENSSL_cleanse(raw, sizeof(raw));
	OPENSSL_cleanse(base64, sizeof(base64));
}

void vkey_format(const struct vkey *key, char text[NOTE_KEY_TEXT_SIZE])
{
	format_key("", key, key->key, text);
}

void skey_format(const struct skey *key, char text[NOTE_KEY_TEXT_SIZE])
{
	format_key(PRIVATE_PREFIX, &key->vkey, key->seed, text);
}

int skey_make(const char *name, struct skey *key, struct error *err)
{
	if (set_name(&key->vkey, name, strlen(name), err))
		return -1;
	if (RAND_priv_bytes(key->seed, NOTE_KEY_SIZE) != 1)
		return error_set(err, DINH_EXIT_USAGE, "%s",
				 _("no random numbers"));
	if (derive(key, err))
		return -1;
	return key_id(&key->vkey, &key->vkey.id, err);
}

void skey_clear(struct skey *key)
{
	OPENSSL_cleanse(key->seed, sizeof(key->seed));
}

/*
 * Notes.
 */

static int wrong(struct error *err, const char *what)
{
	return error_set(err, DINH_EXIT_WRONG, _("not a signed note: %s"), what);
}

static int check_characters(const char *data, size_t size, struct error *err)
{
	size_t i;

	if (size > NOTE_SIZE_MAX)
		return wrong(err, _("too large"));
	if (u8_check((const uint8_t *)data, size))
		return wrong(err, _("not UTF-8"));
	for (i = 0; i < size; i++)
		if ((uint8_t)data[i] < 0x20 && data[i] != '\n')
			return wrong(err, _("a control character"));
	return 0;
}

/* Where the signatures begin: after the last empty line. */
static const char *find_signatures(const char *data, size_t size)
{
	size_t at;

	for (at = size; at >= 2; at--)
		if (data[at - 1] == '\n' && data[at - 2] == '\n')
			return data + at;
	return NULL;
}

/**
 * struct signature - a line of a note
 * @name: of the key
 * @name_len: its bytes
 * @id: of the key
 * @bytes: the signature, where it is as long as one of Ed25519
 * @size: of the signature, whatever it is
 */
struct signature {
	const char *name;
	size_t name_len;
	uint32_t id;
	uint8_t bytes[NOTE_SIGNATURE_SIZE];
	size_t size;
};

static int parse_bytes(struct signature *signature, const char *base64,
		       size_t len, struct error *err)
{
	uint8_t *raw = malloc(len / 4 * 3 + 1);
	int size;

	if (!raw)
		return error_memory(err);
	size = base64_decode(base64, len, raw);
	if (size <= (int)sizeof(signature->id)) {
		free(raw);
		return wrong(err, _("a signature that is not base64"));
	}
	memcpy(&signature->id, raw, sizeof(signature->id));
	signature->id = be32toh(signature->id);
	signature->size = size - sizeof(signature->id);
	if (signature->size == sizeof(signature->bytes))
		memcpy(signature->bytes, raw + sizeof(signature->id),
		       sizeof(signature->bytes));
	free(raw);
	return 0;
}

static int parse_signature(const char *line, size_t len,
			   struct signature *signature, struct error *err)
{
	size_t prefix = strlen(SIGNATURE_PREFIX);
	const char *blank;

	if (len < prefix || memcmp(line, SIGNATURE_PREFIX, prefix))
		return wrong(err, _("a line after the text that is no signature"));
	line += prefix;
	len -= prefix;
	blank = memchr(line, ' ', len);
	if (!blank || !name_is_valid(line, blank - line))
		return wrong(err, _("a signature without a name"));
	signature->name = line;
	signature->name_len = blank - line;
	return parse_bytes(signature, blank + 1, len - (blank + 1 - line), err);
}

static bool is_by(const struct signature *signature, const struct vkey *key)
{
	return signature->id == key->id &&
	       signature->name_len == strlen(key->name) &&
	       !memcmp(signature->name, key->name, signature->name_len);
}

static bool verifies(const struct note *note, const struct signature *signature,
		     const struct vkey *key)
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL,
						     key->key, NOTE_KEY_SIZE);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool good = pkey && context && signature->size == NOTE_SIGNATURE_SIZE &&
		    EVP_DigestVerifyInit(context, NULL, NULL, NULL, pkey) == 1 &&
		    EVP_DigestVerify(context, signature->bytes,
				     NOTE_SIGNATURE_SIZE,
				     (const uint8_t *)note->text,
				     note->size) == 1;

	EVP_MD_CTX_free(context);
	EVP_PKEY_free(pkey);
	return good;
}

/* @seen: bit of each key that has signed already */
static int check_signature(struct note *note, const struct signature *signature,
			   const struct vkey *keys, size_t n, uint64_t *seen,
			   struct error *err)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (!is_by(signature, &keys[i]))
			continue;
		if (!verifies(note, signature, &keys[i]))
			return error_set(err, DINH_EXIT_WRONG,
					 _("the signature of %s is wrong"),
					 keys[i].name);
		note->verified += !(*seen >> i & 1);
		*seen |= 1ull << i;
	}
	return 0;
}

static int read_note(const char *data, size_t size, const struct vkey *keys,
		     size_t n, struct note *note, struct error *err)
{
	const char *signatures, *line;
	struct signature signature;
	struct lines lines;
	uint64_t seen = 0;
	size_t len;

	memset(note, 0, sizeof(*note));
	if (check_characters(data, size, err))
		return -1;
	signatures = find_signatures(data, size);
	if (!signatures || data[size - 1] != '\n' || signatures == data + size)
		return wrong(err, _("no signatures at its end"));
	note->text = data;
	note->size = signatures - 1 - data;
	lines = (struct lines){ signatures, data + size };
	while (lines_next(&lines, &line, &len)) {
		if (++note->signatures > NOTE_SIGNATURES_MAX)
			return wrong(err, _("too many signatures"));
		if (parse_signature(line, len, &signature, err) ||
		    check_signature(note, &signature, keys, n, &seen, err))
			return -1;
	}
	return 0;
}

int note_parse(const char *data, size_t size, struct note *note,
	       struct error *err)
{
	return read_note(data, size, NULL, 0, note, err);
}

int note_verify(const char *data, size_t size, const struct vkey *keys,
		size_t n, struct note *note, struct error *err)
{
	if (read_note(data, size, keys, n, note, err))
		return -1;
	if (note->verified)
		return 0;
	if (n == 1)
		return error_set(err, DINH_EXIT_WRONG,
				 _("not signed with the key of %s, %08x"),
				 keys->name, keys->id);
	return error_set(err, DINH_EXIT_WRONG, "%s",
			 _("not signed with any known key"));
}

static int sign(const char *text, size_t text_size, const struct skey *key,
		uint8_t *bytes, struct error *err)
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
						      key->seed, NOTE_KEY_SIZE);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	size_t size = NOTE_SIGNATURE_SIZE;
	int good = pkey && context &&
		   EVP_DigestSignInit(context, NULL, NULL, NULL, pkey) == 1 &&
		   EVP_DigestSign(context, bytes, &size, (const uint8_t *)text,
				  text_size) == 1;

	EVP_MD_CTX_free(context);
	EVP_PKEY_free(pkey);
	return good ? 0 : error_memory(err);
}

int note_sign(const char *text, size_t text_size, const struct skey *key,
	      char **data, size_t *size, struct error *err)
{
	uint8_t raw[sizeof(key->vkey.id) + NOTE_SIGNATURE_SIZE];
	uint32_t id = htobe32(key->vkey.id);
	char base64[BASE64_SIZE(sizeof(raw))];
	int len;

	if (!text_size || text[text_size - 1] != '\n')
		return wrong(err, _("its text does not end with a newline"));
	if (check_characters(text, text_size, err))
		return -1;
	memcpy(raw, &id, sizeof(id));
	if (sign(text, text_size, key, raw + sizeof(id), err))
		return -1;
	base64_encode(raw, sizeof(raw), base64);
	len = asprintf(data, "%.*s\n%s%s %s\n", (int)text_size, text,
		       SIGNATURE_PREFIX, key->vkey.name, base64);
	if (len < 0)
		return error_memory(err);
	*size = len;
	return 0;
}
