// SPDX-License-Identifier: GPL-2.0-only
/* Text and refusals. Knows nothing of the register. */
#include <linux/stdarg.h>

#include "internal.h"

static const struct {
	int error;
	const char *pattern;
} refusals[] = {
#define DINH_REFUSAL(id, ...) \
	[DINH_REFUSED_##id] = { __VA_ARGS__ },
#include "refusals.h"
#undef DINH_REFUSAL
};

/**
 * dinh_refuse - say why something is refused
 * @why: where to say it
 * @id: which message
 * @attr: the guilty value, or 0
 *
 * The figures follow: u64 for %llu, text for %s.
 *
 * Return: the error, to be handed on.
 */
int dinh_refuse(struct dinh_refusal *why, enum dinh_refusal_id id,
		unsigned int attr, ...)
{
	va_list args;

	va_start(args, attr);
	vsnprintf(why->text, sizeof(why->text), refusals[id].pattern, args);
	va_end(args);
	why->error = -refusals[id].error;
	why->attr = attr;
	return why->error;
}

int dinh_no_memory(struct dinh_refusal *why)
{
	return dinh_refuse(why, DINH_REFUSED_NO_MEMORY, 0);
}

int dinh_malformed(struct dinh_refusal *why, const struct dinh_entry *entry,
		   const void *at)
{
	return dinh_refuse(why, DINH_REFUSED_MALFORMED, 0, (u64)entry->type,
			   (u64)((const u8 *)at - (const u8 *)entry));
}

static bool is_code_char(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

/*
 * The code is NUL-padded to its size, so that it hashes one way only. A code
 * can be the name of a folder, which these two cannot.
 */
int dinh_check_code(const char code[DINH_CODE_SIZE], u16 attr,
		    struct dinh_refusal *why)
{
	size_t len = strnlen(code, DINH_CODE_SIZE), i;

	if (!len || len == DINH_CODE_SIZE ||
	    memchr_inv(code + len, 0, DINH_CODE_SIZE - len))
		return dinh_refuse(why, DINH_REFUSED_CODE_FORM, attr);
	if (!strcmp(code, ".") || !strcmp(code, ".."))
		return dinh_refuse(why, DINH_REFUSED_CODE_FORM, attr);
	for (i = 0; i < len; i++)
		if (!is_code_char(code[i]))
			return dinh_refuse(why, DINH_REFUSED_CODE_FORM, attr);
	return 0;
}

/*
 * Length of the character at @s and its code point, or 0 where it is not
 * shortest-form UTF-8 of a Unicode scalar value.
 */
static unsigned int utf8_char(const unsigned char *s, size_t len, u32 *point)
{
	static const u32 least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned int n, i;

	if (s[0] < 0x80) {
		*point = s[0];
		return 1;
	}
	n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	if (s[0] < 0xc2 || s[0] > 0xf4 || n > len)
		return 0;
	*point = s[0] & (0x7f >> n);
	for (i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*point = *point << 6 | (s[i] & 0x3f);
	}
	if (*point < least[n] || *point > 0x10ffff ||
	    (*point >= 0xd800 && *point <= 0xdfff))
		return 0;
	return n;
}

/* Well-formed UTF-8 without control characters; may be empty. */
int dinh_check_text(const char *text, size_t len, u16 attr,
		    struct dinh_refusal *why)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t at = 0;

	while (at < len) {
		u32 point;
		unsigned int n = utf8_char(s + at, len - at, &point);

		if (!n)
			return dinh_refuse(why, DINH_REFUSED_TEXT_UTF8, attr,
					   (u64)at);
		if (point < 0x20 || (point >= 0x7f && point < 0xa0))
			return dinh_refuse(why, DINH_REFUSED_TEXT_CONTROL,
					   attr, (u64)at);
		at += n;
	}
	return 0;
}

/**
 * dinh_check_tail - check the text that ends an entry
 * @entry: the entry
 * @text: where it begins
 * @max: its size at most, NUL included
 * @attr: whose value it is
 * @why: filled on refusal
 *
 * The text is not empty, and padded with the fewest NULs, at least one, that
 * make the entry's size a multiple of 8.
 */
int dinh_check_tail(const struct dinh_entry *entry, const char *text,
		    size_t max, u16 attr, struct dinh_refusal *why)
{
	size_t room = (const char *)entry + le32_to_cpu(entry->size) - text;
	size_t len = strnlen(text, room);

	if (!len)
		return dinh_refuse(why, DINH_REFUSED_TEXT_EMPTY, attr);
	if (len >= max)
		return dinh_refuse(why, DINH_REFUSED_TEXT_LONG, attr, (u64)len,
				   (u64)max - 1);
	if (room - len < 1 || room - len > 8 ||
	    memchr_inv(text + len, 0, room - len))
		return dinh_malformed(why, entry, text + len);
	return dinh_check_text(text, len, attr, why);
}
