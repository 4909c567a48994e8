/* SPDX-License-Identifier: GPL-2.0-only */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM dinh

#if !defined(DINH_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define DINH_TRACE_H

#include <linux/string.h>
#include <linux/tracepoint.h>
#include <linux/dinh.h>

#include "engine/register.h"

/* An entry was accepted. */
TRACE_EVENT(dinh_entry,
	    TP_PROTO(const struct dinh_entry *what),
	    TP_ARGS(what),
	    TP_STRUCT__entry(__field(u64, seq)
			     __field(u32, unit)
			     __field(u32, size)
			     __field(u32, uid)
			     __field(u8, type)),
	    TP_fast_assign(__entry->seq = le64_to_cpu(what->seq);
			   __entry->unit = le32_to_cpu(what->unit);
			   __entry->size = le32_to_cpu(what->size);
			   __entry->uid = le32_to_cpu(what->uid);
			   __entry->type = what->type;),
	    TP_printk("seq=%llu type=%u unit=%u size=%u uid=%u",
		      __entry->seq, __entry->type, __entry->unit,
		      __entry->size, __entry->uid)
);

/* An entry was refused: the same words as a netlink client is told. */
TRACE_EVENT(dinh_refused,
	    TP_PROTO(u8 type, const struct dinh_refusal *why),
	    TP_ARGS(type, why),
	    TP_STRUCT__entry(__field(int, error)
			     __field(u8, type)
			     __array(char, text, DINH_MESSAGE_SIZE)),
	    TP_fast_assign(__entry->error = why->error;
			   __entry->type = type;
			   strscpy_pad(__entry->text, why->text,
				       DINH_MESSAGE_SIZE);),
	    TP_printk("type=%u error=%d %s", __entry->type, __entry->error,
		      __entry->text)
);

/* The register's day advanced, or was confirmed. */
TRACE_EVENT(dinh_day,
	    TP_PROTO(u32 day, u32 how),
	    TP_ARGS(day, how),
	    TP_STRUCT__entry(__field(u32, day)
			     __field(u32, how)),
	    TP_fast_assign(__entry->day = day;
			   __entry->how = how;),
	    TP_printk("day=%u how=%u", __entry->day, __entry->how)
);

/* An indicator of a scope reached its threshold or fell below it. */
TRACE_EVENT(dinh_crossed,
	    TP_PROTO(u32 scope, unsigned int indicator, bool met),
	    TP_ARGS(scope, indicator, met),
	    TP_STRUCT__entry(__field(u32, scope)
			     __field(unsigned int, indicator)
			     __field(bool, met)),
	    TP_fast_assign(__entry->scope = scope;
			   __entry->indicator = indicator;
			   __entry->met = met;),
	    TP_printk("scope=%u indicator=%u met=%d", __entry->scope,
		      __entry->indicator, __entry->met)
);

#endif /* DINH_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
