/* SPDX-License-Identifier: GPL-2.0-only */
/* Texts for people go through gettext. */
#ifndef DINH_I18N_H
#define DINH_I18N_H

#include <libintl.h>
#include <stdbool.h>

#define DINH_TEXT_DOMAIN	"dinh"

#define _(text)			dgettext(DINH_TEXT_DOMAIN, text)
#define N_(text)		text
#define P_(one, many, n)	dngettext(DINH_TEXT_DOMAIN, one, many, n)

/**
 * i18n_setup - the language of the user, whether or not its locale exists
 *
 * Context: once, at the start, before any thread.
 */
void i18n_setup(void);

/* Another language from now on, as LANGUAGE names it. */
void i18n_use(const char *language);

/* Whether the user reads Vietnamese; says which title of two is shown. */
bool i18n_vietnamese(void);

#endif /* DINH_I18N_H */
