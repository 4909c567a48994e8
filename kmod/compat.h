/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between the kernels that dinh is built for, 6.1 and later. Kbuild
 * includes it first everywhere, and defines
 *
 *	DINH_HAS_SPLIT_OPS	from 6.2: operations of do and dump are apart
 *	DINH_HAS_DUMP_INFO	from 6.6: a dump is told what a do is told
 *
 * after a look at the kernel's headers, for what no macro tells.
 */
#ifndef DINH_COMPAT_H
#define DINH_COMPAT_H

/* Has to come before printk.h, which comes with everything. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <net/genetlink.h>

#ifndef DINH_HAS_SPLIT_OPS
#define genl_split_ops genl_ops
#endif

/* The attributes with which a dump was asked for. */
static inline struct nlattr **dinh_dump_attrs(struct netlink_callback *cb)
{
#ifdef DINH_HAS_DUMP_INFO
	return genl_dumpit_info(cb)->info.attrs;
#else
	return genl_dumpit_info(cb)->attrs;
#endif
}

/* Where the start of a dump can say why it refuses; NULL where it cannot. */
static inline struct netlink_ext_ack *
dinh_dump_extack(struct netlink_callback *cb)
{
#ifdef DINH_HAS_DUMP_INFO
	return genl_dumpit_info(cb)->info.extack;
#else
	return NULL;
#endif
}

/**
 * dinh_netlink_refuse - refuse a request with a text made for it
 * @skb: the request
 * @nlh: its header
 * @extack: what the caller was given; not used where the kernel cannot keep a
 *	text that is not constant
 * @said: the error's text and attributes
 * @error: negative errno
 *
 * Where an extended ack holds nothing but a pointer to a constant text, the
 * answer is sent here and now, and -EINTR tells netlink_rcv_skb() that there
 * was one. Nothing else can be said once this was called.
 *
 * Context: a doit, or the start of a dump; may sleep.
 * Return: what the doit or the start has to return.
 */
static inline int dinh_netlink_refuse(struct sk_buff *skb,
				      const struct nlmsghdr *nlh,
				      struct netlink_ext_ack *extack,
				      const struct netlink_ext_ack *said,
				      int error)
{
#ifdef NL_SET_ERR_MSG_FMT
	if (extack) {
		NL_SET_ERR_MSG_FMT(extack, "%s", said->_msg);
		extack->bad_attr = said->bad_attr;
		extack->miss_type = said->miss_type;
		extack->miss_nest = said->miss_nest;
		return error;
	}
#endif
	netlink_ack(skb, (struct nlmsghdr *)nlh, error, said);
	return -EINTR;
}

#endif /* DINH_COMPAT_H */
