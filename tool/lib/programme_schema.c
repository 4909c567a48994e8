// SPDX-License-Identifier: GPL-2.0-only
/*
 * The schema of a programme's file. Every number is a text in it: libcyaml
 * takes 010 for eight, 12x for twelve, and any word but a few for true.
 */
#include <linux/dinh.h>

#include "programme_form.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

static const cyaml_strval_t yes_no[] = {
	{ "yes", 1 },
	{ "no", 0 },
};

static const cyaml_strval_t kinds[] = {
	{ "province", 1 << DINH_KIND_PROVINCE },
	{ "district", 1 << DINH_KIND_DISTRICT },
	{ "commune", 1 << DINH_KIND_COMMUNE },
	{ "ward", 1 << DINH_KIND_WARD },
	{ "township", 1 << DINH_KIND_TOWNSHIP },
	{ "special_zone", 1 << DINH_KIND_SPECIAL_ZONE },
	{ "agency", 1 << DINH_KIND_AGENCY },
	{ "public_unit", 1 << DINH_KIND_PUBLIC_UNIT },
	{ "state_enterprise", 1 << DINH_KIND_STATE_ENTERPRISE },
	{ "nonstate_enterprise", 1 << DINH_KIND_NONSTATE_ENTERPRISE },
};

static const cyaml_strval_t groups[] = {
	{ "cadres", 1 << DINH_GROUP_CADRES },
	{ "party_members", 1 << DINH_GROUP_PARTY_MEMBERS },
	{ "civil_servants", 1 << DINH_GROUP_CIVIL_SERVANTS },
	{ "public_employees", 1 << DINH_GROUP_PUBLIC_EMPLOYEES },
	{ "employees", 1 << DINH_GROUP_EMPLOYEES },
	{ "residents", 1 << DINH_GROUP_RESIDENTS },
	{ "households", 1 << DINH_GROUP_HOUSEHOLDS },
	{ "voters", 1 << DINH_GROUP_VOTERS },
};

#define HEADS(group)	OF(DINH_OF_GROUP, group)

static const cyaml_strval_t of[] = {
	{ "present", OF(DINH_OF_PRESENT, 0) },
	{ "eligible", OF(DINH_OF_ELIGIBLE, 0) },
	{ "cadres", HEADS(DINH_GROUP_CADRES) },
	{ "party_members", HEADS(DINH_GROUP_PARTY_MEMBERS) },
	{ "civil_servants", HEADS(DINH_GROUP_CIVIL_SERVANTS) },
	{ "public_employees", HEADS(DINH_GROUP_PUBLIC_EMPLOYEES) },
	{ "employees", HEADS(DINH_GROUP_EMPLOYEES) },
	{ "residents", HEADS(DINH_GROUP_RESIDENTS) },
	{ "households", HEADS(DINH_GROUP_HOUSEHOLDS) },
	{ "voters", HEADS(DINH_GROUP_VOTERS) },
};

/* A quorum is no share of those present, a headcount one of a group only. */
#define NOT_PRESENT	1
#define ONLY_GROUPS	2

static const cyaml_strval_t unions[] = {
	{ "any", DINH_UNION_ANY },
	{ "with", DINH_UNION_WITH },
	{ "without", DINH_UNION_WITHOUT },
};

static const cyaml_strval_t counted[] = {
	{ "units", DINH_COUNTED_UNITS },
	{ "persons", DINH_COUNTED_PERSONS },
	{ "assignments", DINH_COUNTED_ASSIGNMENTS },
	{ "answers", DINH_COUNTED_ANSWERS },
};

static const cyaml_strval_t objective_kinds[] = {
	{ "target", DINH_OBJECTIVE_TARGET },
	{ "task", DINH_OBJECTIVE_TASK },
};

#define MUST	CYAML_FLAG_DEFAULT
#define MAY	CYAML_FLAG_OPTIONAL

#define TEXT(key, flags, type, member) \
	CYAML_FIELD_STRING_PTR(key, flags, type, member, 1, CYAML_UNLIMITED)
#define CHOICE(key, flags, type, member, strings, n) \
	CYAML_FIELD_ENUM(key, (flags) | CYAML_FLAG_STRICT, type, member, \
			 strings, n)
#define CHOICES(key, flags, type, member, strings) \
	CYAML_FIELD_FLAGS(key, (flags) | CYAML_FLAG_STRICT, type, member, \
			  strings, ARRAY_SIZE(strings))
#define GROUP(key, type, member, fields) \
	CYAML_FIELD_MAPPING_PTR(key, MAY, type, member, fields)
#define LIST(key, flags, type, member, entry, max) \
	CYAML_FIELD_SEQUENCE(key, (flags) | CYAML_FLAG_POINTER, type, member, \
			     entry, 1, max)
#define TITLE(type) \
	TEXT("vi", MUST, type, vi), TEXT("en", MUST, type, en)
#define VERIFIED(type) \
	CHOICE("verified", MAY, type, verified, yes_no, ARRAY_SIZE(yes_no))
#define UNION(type) \
	CHOICE("union", MAY, type, has_union, unions, ARRAY_SIZE(unions))

static const cyaml_schema_field_t item_fields[] = {
	TITLE(struct y_item),
	VERIFIED(struct y_item),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t quorum_fields[] = {
	TEXT("at_least", MAY, struct y_share, at_least),
	TEXT("over", MAY, struct y_share, over),
	CHOICE("of", MUST, struct y_share, of, of + NOT_PRESENT,
	       ARRAY_SIZE(of) - NOT_PRESENT),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t majority_fields[] = {
	TEXT("at_least", MAY, struct y_share, at_least),
	TEXT("over", MAY, struct y_share, over),
	CHOICE("of", MUST, struct y_share, of, of, ARRAY_SIZE(of)),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t headcount_fields[] = {
	CHOICE("of", MUST, struct y_headcount, of, of + ONLY_GROUPS,
	       ARRAY_SIZE(of) - ONLY_GROUPS),
	TEXT("at_least", MUST, struct y_headcount, at_least),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t validity_fields[] = {
	/* Just "yes". */
	CHOICE("once", MAY, struct y_validity, once, yes_no, 1),
	TEXT("rolling", MAY, struct y_validity, rolling),
	TEXT("period", MAY, struct y_validity, period),
	TEXT("stated", MAY, struct y_validity, stated),
	TEXT("grace", MAY, struct y_validity, grace),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t instrument_fields[] = {
	TEXT("code", MUST, struct y_instrument, code),
	TITLE(struct y_instrument),
	TEXT("from", MAY, struct y_instrument, from),
	TEXT("until", MAY, struct y_instrument, until),
	VERIFIED(struct y_instrument),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t item_schema = {
	CYAML_VALUE_MAPPING(MUST, struct y_item, item_fields),
};

static const cyaml_schema_field_t requirement_fields[] = {
	TEXT("code", MUST, struct y_requirement, code),
	TITLE(struct y_requirement),
	TEXT("instrument", MUST, struct y_requirement, instrument),
	CHOICES("kinds", MUST, struct y_requirement, kinds, kinds),
	UNION(struct y_requirement),
	GROUP("headcount", struct y_requirement, headcount, headcount_fields),
	TEXT("from", MAY, struct y_requirement, from),
	TEXT("until", MAY, struct y_requirement, until),
	CYAML_FIELD_MAPPING_PTR("validity", MUST, struct y_requirement,
				validity, validity_fields),
	TEXT("posting", MAY, struct y_requirement, posting),
	GROUP("quorum", struct y_requirement, quorum, quorum_fields),
	GROUP("majority", struct y_requirement, majority, majority_fields),
	CHOICES("counts", MAY, struct y_requirement, counts, groups),
	LIST("items", MAY, struct y_requirement, items, &item_schema,
	     DINH_ITEMS_MAX),
	VERIFIED(struct y_requirement),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t objective_fields[] = {
	TEXT("code", MUST, struct y_objective, code),
	CHOICE("kind", MUST, struct y_objective, kind, objective_kinds,
	       ARRAY_SIZE(objective_kinds)),
	TEXT("number", MUST, struct y_objective, number),
	TITLE(struct y_objective),
	VERIFIED(struct y_objective),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t code_schema = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char *, 1, CYAML_UNLIMITED),
};

static const cyaml_schema_field_t indicator_fields[] = {
	TEXT("code", MUST, struct y_indicator, code),
	TEXT("objective", MUST, struct y_indicator, objective),
	TITLE(struct y_indicator),
	CHOICES("kinds", MUST, struct y_indicator, kinds, kinds),
	UNION(struct y_indicator),
	CHOICE("counted", MAY, struct y_indicator, counted, counted,
	       ARRAY_SIZE(counted)),
	LIST("requirements", MAY, struct y_indicator, requirements,
	     &code_schema, DINH_INDICATOR_REQUIREMENTS_MAX),
	TEXT("at_least", MAY, struct y_indicator, at_least),
	TEXT("over", MAY, struct y_indicator, over),
	VERIFIED(struct y_indicator),
	CYAML_FIELD_END
};

#define ELEMENT_SCHEMA(name) \
	static const cyaml_schema_value_t name##_schema = { \
		CYAML_VALUE_MAPPING(MUST, struct y_##name, name##_fields), \
	}

ELEMENT_SCHEMA(instrument);
ELEMENT_SCHEMA(requirement);
ELEMENT_SCHEMA(objective);
ELEMENT_SCHEMA(indicator);

static const cyaml_schema_field_t programme_fields[] = {
	TEXT("code", MUST, struct y_programme, code),
	TITLE(struct y_programme),
	TEXT("from", MUST, struct y_programme, from),
	TEXT("late_days", MUST, struct y_programme, late_days),
	TEXT("answer_days", MAY, struct y_programme, answer_days),
	CHOICE("answer_verified", MAY, struct y_programme, answer_verified,
	       yes_no, ARRAY_SIZE(yes_no)),
	LIST("instruments", MUST, struct y_programme, instruments,
	     &instrument_schema, DINH_INSTRUMENTS_MAX),
	LIST("requirements", MUST, struct y_programme, requirements,
	     &requirement_schema, DINH_REQUIREMENTS_MAX),
	LIST("objectives", MUST, struct y_programme, objectives,
	     &objective_schema, DINH_OBJECTIVES_MAX),
	LIST("indicators", MUST, struct y_programme, indicators,
	     &indicator_schema, DINH_INDICATORS_MAX),
	CYAML_FIELD_END
};

const cyaml_schema_value_t programme_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct y_programme,
			    programme_fields),
};
