// SPDX-License-Identifier: GPL-2.0-only
/* The words of the register. */
#include <linux/dinh.h>
#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "names.h"

const struct word kind_words[] = {
	[DINH_KIND_REGISTER] = { "register", N_("register") },
	[DINH_KIND_PROVINCE] = { "province", N_("province") },
	[DINH_KIND_DISTRICT] = { "district", N_("district") },
	[DINH_KIND_COMMUNE] = { "commune", N_("commune") },
	[DINH_KIND_WARD] = { "ward", N_("ward") },
	[DINH_KIND_TOWNSHIP] = { "township", N_("township") },
	[DINH_KIND_SPECIAL_ZONE] = { "special_zone", N_("special zone") },
	[DINH_KIND_AGENCY] = { "agency", N_("agency") },
	[DINH_KIND_PUBLIC_UNIT] = {
		"public_unit", N_("public service unit")
	},
	[DINH_KIND_STATE_ENTERPRISE] = {
		"state_enterprise", N_("state enterprise")
	},
	[DINH_KIND_NONSTATE_ENTERPRISE] = {
		"nonstate_enterprise", N_("non-state enterprise")
	},
	[DINH_KINDS] = { NULL, NULL }
};

const struct word group_words[] = {
	[DINH_GROUP_CADRES] = { "cadres", N_("cadres") },
	[DINH_GROUP_PARTY_MEMBERS] = { "party_members", N_("Party members") },
	[DINH_GROUP_CIVIL_SERVANTS] = {
		"civil_servants", N_("civil servants")
	},
	[DINH_GROUP_PUBLIC_EMPLOYEES] = {
		"public_employees", N_("public employees")
	},
	[DINH_GROUP_EMPLOYEES] = { "employees", N_("employees") },
	[DINH_GROUP_RESIDENTS] = { "residents", N_("residents") },
	[DINH_GROUP_HOUSEHOLDS] = { "households", N_("households") },
	[DINH_GROUP_VOTERS] = { "voters", N_("voters") },
	[DINH_GROUPS] = { NULL, NULL }
};

const struct word union_words[] = {
	[DINH_UNION_ANY] = { "any", N_("with or without a trade union") },
	[DINH_UNION_WITH] = { "with", N_("with a trade union") },
	[DINH_UNION_WITHOUT] = { "without", N_("without a trade union") },
	{ NULL, NULL }
};

const struct word validity_words[] = {
	[DINH_VALIDITY_ONCE] = { "once", "once" },
	[DINH_VALIDITY_ROLLING] = { "rolling", "rolling" },
	[DINH_VALIDITY_PERIOD] = { "period", "period" },
	[DINH_VALIDITY_STATED] = { "stated", "stated" },
	{ NULL, NULL }
};

const struct word of_words[] = {
	[DINH_OF_NOTHING] = { "nothing", N_("nothing") },
	[DINH_OF_ELIGIBLE] = { "eligible", N_("those eligible") },
	[DINH_OF_PRESENT] = { "present", N_("those present") },
	[DINH_OF_GROUP] = { "group", N_("a group of the unit") },
	{ NULL, NULL }
};

const struct word counted_words[] = {
	[DINH_COUNTED_UNITS] = { "units", N_("units") },
	[DINH_COUNTED_PERSONS] = { "persons", N_("persons") },
	[DINH_COUNTED_ASSIGNMENTS] = {
		"assignments", N_("assignments done in time")
	},
	[DINH_COUNTED_ANSWERS] = {
		"answers", N_("answers to findings, given in time")
	},
	{ NULL, NULL }
};

const struct word threshold_words[] = {
	[DINH_THRESHOLD_NONE] = { "none", N_("no threshold") },
	[DINH_THRESHOLD_AT_LEAST] = { "at_least", N_("at least") },
	[DINH_THRESHOLD_OVER] = { "over", N_("over") },
	{ NULL, NULL }
};

const struct word verdict_words[] = {
	[DINH_VERDICT_EMPTY] = { "not_applicable", N_("n/a") },
	[DINH_VERDICT_SHORT] = { "short", N_("short") },
	[DINH_VERDICT_MET] = { "met", N_("met") },
	[DINH_VERDICT_UNKNOWN] = { "unknown", N_("unknown") },
	[DINH_VERDICT_NONE] = { "none", N_("not judged") },
	{ NULL, NULL }
};

const struct word objective_words[] = {
	[DINH_OBJECTIVE_TARGET] = { "target", N_("Target") },
	[DINH_OBJECTIVE_TASK] = { "task", N_("Task") },
	{ NULL, NULL }
};

const struct word state_words[] = {
	[DINH_STATE_CLOSED] = { "closed", N_("closed, it takes no entries") },
	[DINH_STATE_RESTORING] = {
		"restoring", N_("a store is replaying its ledger")
	},
	[DINH_STATE_LIVE] = { "live", N_("live, a store keeps its entries") },
	[DINH_STATE_VOLATILE] = {
		"volatile", N_("volatile, its entries are never saved")
	},
	{ NULL, NULL }
};

const struct word store_words[] = {
	[DINH_STORE_NONE] = { "none", N_("none is attached") },
	[DINH_STORE_WORKING] = { "working", N_("it saves what comes") },
	[DINH_STORE_WAITING] = {
		"waiting", N_("it cannot save at the moment")
	},
	[DINH_STORE_STOPPED] = {
		"stopped", N_("it stopped, and has to be verified")
	},
	{ NULL, NULL }
};

const struct word entry_words[] = {
	{ "none", "none" },
	[DINH_ENTRY_GENESIS] = { "genesis", N_("genesis") },
	[DINH_ENTRY_BOOT] = { "boot", N_("boot") },
	[DINH_ENTRY_DAY] = { "day", N_("day") },
	[DINH_ENTRY_CLOCK] = { "clock", N_("clock") },
	[DINH_ENTRY_LOSS] = { "loss", N_("loss") },
	[DINH_ENTRY_PROGRAMME] = { "programme", N_("programme") },
	[DINH_ENTRY_UNIT_ADD] = { "unit-add", N_("unit added") },
	[DINH_ENTRY_UNIT_SET] = { "unit-set", N_("unit changed") },
	[DINH_ENTRY_UNIT_DISSOLVE] = {
		"unit-dissolve", N_("unit dissolved")
	},
	[DINH_ENTRY_RECORD] = { "record", N_("record") },
	[DINH_ENTRY_RECORD_END] = { "record-end", N_("record ended") },
	[DINH_ENTRY_WITHDRAWAL] = { "withdrawal", N_("withdrawal") },
	[DINH_ENTRY_PIN] = { "pin", N_("unit pinned") },
	[DINH_ENTRY_FINDING] = { "finding", N_("finding") },
	[DINH_ENTRY_ASSIGNMENT] = { "assignment", N_("assignment") },
	[DINH_ENTRY_COMPLETION] = { "completion", N_("completion") },
	[DINH_ENTRY_GRANT] = { "grant", N_("grant") },
	[DINH_ENTRY_REVOKE] = { "revoke", N_("grant revoked") },
	[DINH_ENTRY_REVIEW] = { "review", N_("review") },
	[DINH_ENTRY_RATING] = { "rating", N_("rating") },
	[DINH_ENTRY_MEETING_OPEN] = { "meeting-open", N_("meeting opened") },
	[DINH_ENTRY_ATTENDANCE] = { "attendance", N_("attendance") },
	[DINH_ENTRY_VOTE] = { "vote", N_("vote") },
	[DINH_ENTRY_MEETING_CLOSE] = { "meeting-close", N_("meeting closed") },
	[DINH_ENTRY_MEETING_VOID] = { "meeting-void", N_("meeting void") },
	[DINH_ENTRY_KIOSK_BIND] = { "kiosk-bind", N_("kiosk bound") },
	[DINH_ENTRY_KIOSK_UNBIND] = { "kiosk-unbind", N_("kiosk let go") },
	[DINH_ENTRY_VISITS] = { "visits", N_("visits") },
	[DINH_ENTRY_TPM] = { "tpm", N_("sealed in a TPM") },
	{ NULL, NULL }
};

const struct word low_reason_words[] = {
	[DINH_LOW_UNSTATED] = { "unstated", N_("no reason given") },
	[DINH_LOW_WAITING] = { "waiting", N_("it took too long") },
	[DINH_LOW_CONDUCT] = { "conduct", N_("how people are met") },
	[DINH_LOW_PROCEDURE] = { "procedure", N_("the procedure is unclear") },
	[DINH_LOW_RESULT] = { "result", N_("the matter was not settled") },
	[DINH_LOW_OTHER] = { "other", N_("another reason") },
	{ NULL, NULL }
};

const struct word ballot_words[] = {
	[DINH_BALLOT_OPEN] = { "open", N_("open vote") },
	[DINH_BALLOT_SECRET] = { "secret", N_("secret ballot") },
	{ NULL, NULL }
};

const struct word outcome_words[] = {
	[DINH_OUTCOME_VALID] = { "valid", N_("valid") },
	[DINH_OUTCOME_QUORUM] = { "quorum", N_("no quorum") },
	[DINH_OUTCOME_MAJORITY] = { "majority", N_("no majority") },
	{ NULL, NULL }
};

const struct word kiosk_role_words[] = {
	[DINH_KIOSK_RATING] = { "rating", N_("ratings") },
	[DINH_KIOSK_ATTENDANCE] = { "attendance", N_("attendance") },
	[DINH_KIOSK_BALLOT] = { "ballot", N_("ballots") },
	{ NULL, NULL }
};

const struct word unbind_words[] = {
	[DINH_UNBIND_ASKED] = { "asked", N_("asked for") },
	[DINH_UNBIND_UNPLUGGED] = { "unplugged", N_("unplugged") },
	[DINH_UNBIND_MEETING] = { "meeting", N_("the meeting ended") },
	[DINH_UNBIND_BOOT] = { "boot", N_("started anew") },
	{ NULL, NULL }
};

const struct word finding_words[] = {
	[DINH_FINDING_UPHOLD] = { "uphold", N_("upheld") },
	[DINH_FINDING_STRIKE] = { "strike", N_("struck") },
	{ NULL, NULL }
};

const struct word subject_words[] = {
	[DINH_SUBJECT_UID] = { "uid", N_("user") },
	[DINH_SUBJECT_GID] = { "gid", N_("group of users") },
	{ NULL, NULL }
};

const struct word role_words[] = {
	[DINH_ROLE_RECORDER] = { "recorder", N_("recorder") },
	[DINH_ROLE_INSPECTOR] = { "inspector", N_("inspector") },
	[DINH_ROLE_ADMINISTRATOR] = {
		"administrator", N_("administrator")
	},
	{ NULL, NULL }
};

const struct word review_words[] = {
	[DINH_REVIEW_INTERIM] = { "interim", N_("interim review") },
	[DINH_REVIEW_FINAL] = { "final", N_("final review") },
	{ NULL, NULL }
};

/* The statistics office's names, as ../shared/data and its catalogue do. */
static const struct {
	const char *name;
	unsigned int kind;
} office_kinds[] = {
	{ "thanh-pho-tw", DINH_KIND_PROVINCE },
	{ "tinh", DINH_KIND_PROVINCE },
	{ "thanh-pho", DINH_KIND_DISTRICT },
	{ "quan", DINH_KIND_DISTRICT },
	{ "thi-xa", DINH_KIND_DISTRICT },
	{ "huyen", DINH_KIND_DISTRICT },
	{ "phuong", DINH_KIND_WARD },
	{ "thi-tran", DINH_KIND_TOWNSHIP },
	{ "xa", DINH_KIND_COMMUNE },
	{ "dac-khu", DINH_KIND_SPECIAL_ZONE },
};

static size_t words_count(const struct word *words)
{
	size_t n = 0;

	while (words[n].name)
		n++;
	return n;
}

const char *word_name(const struct word *words, uint32_t value)
{
	return value < words_count(words) ? words[value].name : "?";
}

const char *word_label(const struct word *words, uint32_t value)
{
	return value < words_count(words) ? _(words[value].label) : "?";
}

int word_find(const struct word *words, const char *name)
{
	int i;

	for (i = 0; words[i].name; i++)
		if (!strcmp(words[i].name, name))
			return i;
	return -1;
}

int kind_find(const char *text)
{
	int kind = word_find(kind_words, text);
	size_t i;

	if (kind > DINH_KIND_REGISTER)
		return kind;
	for (i = 0; i < sizeof(office_kinds) / sizeof(office_kinds[0]); i++)
		if (!strcmp(office_kinds[i].name, text))
			return office_kinds[i].kind;
	return -1;
}

#define KIND(name)	(1u << DINH_KIND_##name)
#define LEVELS		(KIND(PROVINCE) | KIND(DISTRICT))
#define TERRITORIES	(LEVELS | KIND(COMMUNE) | KIND(WARD) | \
			 KIND(TOWNSHIP) | KIND(SPECIAL_ZONE))
#define ENTERPRISES	(KIND(STATE_ENTERPRISE) | KIND(NONSTATE_ENTERPRISE))

bool kind_holds(unsigned int parent, unsigned int child)
{
	static const unsigned int parents[DINH_KINDS] = {
		[DINH_KIND_DISTRICT] = KIND(PROVINCE),
		[DINH_KIND_COMMUNE] = LEVELS,
		[DINH_KIND_WARD] = LEVELS,
		[DINH_KIND_TOWNSHIP] = LEVELS,
		[DINH_KIND_SPECIAL_ZONE] = LEVELS,
		[DINH_KIND_AGENCY] = TERRITORIES | KIND(AGENCY),
		[DINH_KIND_PUBLIC_UNIT] = TERRITORIES | KIND(AGENCY) |
					  KIND(PUBLIC_UNIT),
		[DINH_KIND_STATE_ENTERPRISE] = TERRITORIES | KIND(AGENCY) |
					       ENTERPRISES,
		[DINH_KIND_NONSTATE_ENTERPRISE] = TERRITORIES | KIND(AGENCY) |
						  ENTERPRISES,
	};

	return parent == DINH_KIND_REGISTER ||
	       (child < DINH_KINDS && parents[child] & 1u << parent);
}

void words_list(const struct word *words, size_t from, char *buf, size_t size)
{
	size_t len = 0, i;

	*buf = '\0';
	for (i = from; words[i].name && len < size; i++)
		len += snprintf(buf + len, size - len, "%s%s",
				i > from ? ", " : "", words[i].name);
}
