// SPDX-License-Identifier: GPL-2.0-only
/*
 * The user's language. A small machine or a guest seldom has the locale that
 * LANG names; gettext then finds its catalogue through LANGUAGE all the same,
 * as long as the locale is not plain "C".
 */
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "i18n.h"

#ifndef DINH_LOCALEDIR
#define DINH_LOCALEDIR	"/usr/local/share/locale"
#endif

static const char *wanted_locale(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		value = getenv(names[i]);
		if (value && *value)
			return value;
	}
	return "";
}

/* "vi_VN.UTF-8" is "vi_VN", what LANGUAGE names. */
static void set_language(const char *locale)
{
	char language[32];

	snprintf(language, sizeof(language), "%.*s",
		 (int)strcspn(locale, ".@"), locale);
	setenv("LANGUAGE", language, 0);
}

/* Beside the program: as it was built, and as it was installed. */
static bool bind_beside(void)
{
	static const char *const beside[] = { "/../locale", "/../share/locale" };
	char exe[PATH_MAX], dir[PATH_MAX + 32], mo[PATH_MAX + 64];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	char *slash;
	size_t i;

	if (len <= 0)
		return false;
	exe[len] = '\0';
	slash = strrchr(exe, '/');
	if (slash)
		*slash = '\0';
	for (i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		snprintf(dir, sizeof(dir), "%s%s", exe, beside[i]);
		snprintf(mo, sizeof(mo), "%s/vi/LC_MESSAGES/%s.mo", dir,
			 DINH_TEXT_DOMAIN);
		if (!access(mo, R_OK))
			return bindtextdomain(DINH_TEXT_DOMAIN, dir);
	}
	return false;
}

static void bind_catalogue(void)
{
	const char *dir = getenv("DINH_LOCALEDIR");

	if (dir && *dir)
		bindtextdomain(DINH_TEXT_DOMAIN, dir);
	else if (!bind_beside())
		bindtextdomain(DINH_TEXT_DOMAIN, DINH_LOCALEDIR);
}

void i18n_setup(void)
{
	/* Figures, dates and orders are this program's own. */
	static const int categories[] = { LC_CTYPE, LC_MESSAGES };
	const char *wanted = wanted_locale();
	const char *set;
	size_t i;

	for (i = 0; i < sizeof(categories) / sizeof(categories[0]); i++) {
		set = setlocale(categories[i], "");
		if (!set || !strcmp(set, "C"))
			setlocale(categories[i], "C.UTF-8");
	}
	if (*wanted && *wanted != 'C' && strcmp(wanted, "POSIX"))
		set_language(wanted);
	bind_catalogue();
	bind_textdomain_codeset(DINH_TEXT_DOMAIN, "UTF-8");
}

void i18n_use(const char *language)
{
	setenv("LANGUAGE", language, 1);
	/* gettext keeps what it found until it hears that something changed. */
	textdomain(DINH_TEXT_DOMAIN);
}

bool i18n_vietnamese(void)
{
	const char *language = getenv("LANGUAGE");

	if (!language || !*language)
		language = wanted_locale();
	return !strncmp(language, "vi", 2) &&
	       (!language[2] || strchr("_:.@", language[2]));
}
