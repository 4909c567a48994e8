// SPDX-License-Identifier: GPL-2.0-only
/* How numbers are written in a programme. */
#include <string.h>

#include "programme_value.h"

/* What a scan_ function finds at *@s it takes, with the blanks after it. */

static void scan_blanks(const char **s)
{
	*s += strspn(*s, " ");
}

static bool scan_number(const char **s, uint32_t *number)
{
	size_t i, digits = strspn(*s, "0123456789");

	/* A leading zero makes a number octal to some. */
	if (!digits || digits > 9 || (**s == '0' && digits > 1))
		return false;
	*number = 0;
	for (i = 0; i < digits; i++)
		*number = 10 * *number + ((*s)[i] - '0');
	*s += digits;
	scan_blanks(s);
	return true;
}

static bool scan_word(const char **s, const char *word)
{
	size_t len = strlen(word);

	if (strncmp(*s, word, len))
		return false;
	*s += len;
	scan_blanks(s);
	return true;
}

/* "12 months": @unit may have an s behind it. */
static bool scan_amount(const char **s, const char *unit, uint32_t *number)
{
	const char *at = *s;

	if (!scan_number(&at, number) || strncmp(at, unit, strlen(unit)))
		return false;
	at += strlen(unit);
	at += *at == 's';
	if (*at && *at != ' ')
		return false;
	scan_blanks(&at);
	*s = at;
	return true;
}

bool value_number(const char *text, uint32_t *number)
{
	return scan_number(&text, number) && !*text;
}

bool value_percent(const char *text, uint32_t *percent)
{
	if (!scan_number(&text, percent) || *percent > 100)
		return false;
	scan_word(&text, "%");
	return !*text;
}

static uint32_t common_divisor(uint32_t a, uint32_t b)
{
	return b ? common_divisor(b, a % b) : a;
}

bool value_share(const char *text, uint16_t *num, uint16_t *den)
{
	uint32_t part, all = 100, divisor;

	if (!scan_number(&text, &part))
		return false;
	if (!scan_word(&text, "%") &&
	    (!scan_word(&text, "/") || !scan_number(&text, &all)))
		return false;
	if (*text || !all || all > UINT16_MAX || part > all)
		return false;
	divisor = common_divisor(part, all);
	*num = part / divisor;
	*den = all / divisor;
	return true;
}

bool value_span(const char *text, struct span *span)
{
	bool months, days;

	span->months = 0;
	span->days = 0;
	months = scan_amount(&text, "month", &span->months);
	days = scan_amount(&text, "day", &span->days);
	if (!months)
		span->months = 0;
	return (months || days) && !*text && (span->months || span->days);
}

bool value_term(const char *text, uint32_t *least, uint32_t *most)
{
	*least = 0;
	*most = 0;
	if (scan_word(&text, "any"))
		return !*text;
	if (scan_word(&text, "at least "))
		return scan_amount(&text, "month", least) && !*text && *least;
	if (!scan_word(&text, "at most ") &&
	    (!scan_number(&text, least) || !scan_word(&text, "to ")))
		return false;
	return scan_amount(&text, "month", most) && !*text && *most &&
	       *least <= *most;
}
