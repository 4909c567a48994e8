/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the engine uses of the kernel, for a program: the same names over the C
 * library and OpenSSL. The headers beside this one all lead here.
 */
#ifndef DINH_SHIM_H
#define DINH_SHIM_H

#include <endian.h>
#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/types.h>

typedef int8_t s8;
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
typedef int64_t s64;

#define U16_MAX			UINT16_MAX

#define cpu_to_le16(x)		((__force __le16)htole16(x))
#define cpu_to_le32(x)		((__force __le32)htole32(x))
#define cpu_to_le64(x)		((__force __le64)htole64(x))
#define le16_to_cpu(x)		le16toh((__force u16)(x))
#define le32_to_cpu(x)		le32toh((__force u32)(x))
#define le64_to_cpu(x)		((u64)le64toh((__force u64)(x)))
#ifndef __force
#define __force
#endif

/* With its own words, as the kernel's; C11 wants some. */
#undef static_assert
#define static_assert(holds)	_Static_assert(holds, #holds)

#define BIT(n)			(1ul << (n))
#define BIT_ULL(n)		(1ull << (n))
#define fls(x)			(32 - __builtin_clz(x))
#define __ffs64(x)		((unsigned int)__builtin_ctzll(x))
#define hweight32(x)		((unsigned int)__builtin_popcount(x))

#define min(a, b)		((a) < (b) ? (a) : (b))
#define max(a, b)		((a) > (b) ? (a) : (b))
#define min_t(type, a, b)	min((type)(a), (type)(b))
#define swap(a, b) \
	do { __typeof__(a) _tmp = (a); (a) = (b); (b) = _tmp; } while (0)
#define struct_size(p, member, n) \
	(sizeof(*(p)) + sizeof((p)->member[0]) * (n))

#define div_u64(a, b)		((u64)(a) / (b))
#define cond_resched()		((void)0)
#define prefetch(p)		__builtin_prefetch(p)
#define ALIGN(x, a)		(((x) + (a) - 1) / (a) * (a))

static inline u64 div_u64_rem(u64 a, u32 b, u32 *rest)
{
	*rest = a % b;
	return a / b;
}

void *memchr_inv(const void *start, int c, size_t bytes);
#define strscpy(to, from, size)	snprintf(to, size, "%s", from)

/*
 * Memory. A program can count what is allocated, and have an allocation fail.
 */

#define GFP_KERNEL_ACCOUNT	0

extern size_t shim_allocated;
/* The allocation after so many fails, and all that follow; -1 for none. */
extern long shim_fail_after;

void *shim_alloc(size_t size, bool zero);
void shim_free(const void *p);

#define kmalloc(size, gfp)		shim_alloc(size, false)
#define kzalloc(size, gfp)		shim_alloc(size, true)
#define kcalloc(n, size, gfp)		shim_alloc((size_t)(n) * (size), true)
#define kvmalloc(size, gfp)		shim_alloc(size, false)
#define kvzalloc(size, gfp)		shim_alloc(size, true)
#define kvcalloc(n, size, gfp)		shim_alloc((size_t)(n) * (size), true)
#define kvmalloc_array(n, size, gfp)	shim_alloc((size_t)(n) * (size), false)
#define kfree(p)			shim_free(p)
#define kvfree(p)			shim_free(p)

/*
 * xarray: a radix tree of 64 slots a node, as the kernel's. A reserved slot has
 * its nodes and reads as NULL.
 */

struct xarray {
	void *root;
	unsigned int height;
};

static inline void xa_init(struct xarray *xa)
{
	xa->root = NULL;
	xa->height = 0;
}

void *xa_load(struct xarray *xa, unsigned long index);
int shim_xa_store(struct xarray *xa, unsigned long index, void *entry);
void *xa_erase(struct xarray *xa, unsigned long index);
void *xa_next(struct xarray *xa, unsigned long *index);
void xa_destroy(struct xarray *xa);

/* Gives an error as the kernel's does, or NULL; only xa_err() looks at it. */
static inline void *xa_store(struct xarray *xa, unsigned long index,
			     void *entry, int gfp)
{
	(void)gfp;
	return (void *)(intptr_t)shim_xa_store(xa, index, entry);
}

#define xa_err(result)		((int)(intptr_t)(result))
#define xa_reserve(xa, index, gfp) \
	shim_xa_store(xa, index, xa_load(xa, index))
/* A slot that was reserved reads as NULL already. */
#define xa_release(xa, index)	((void)(xa), (void)(index))
#define xa_mk_value(v)		((void *)((unsigned long)(v) << 1 | 1))
#define xa_to_value(p)		((unsigned long)(p) >> 1)
#define XA_PRESENT		0
#define xa_find(xa, index, max, filter)	xa_next(xa, index)
#define xa_for_each(xa, index, entry) \
	for ((index) = 0, (entry) = xa_next(xa, &(index)); (entry); \
	     (index)++, (entry) = xa_next(xa, &(index)))

/*
 * SHA-256: OpenSSL's, by the functions that keep their state in a structure;
 * its newer ones allocate on each call.
 */

#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

struct sha256_state {
	SHA256_CTX ctx;
};

#define sha256_init(s)			SHA256_Init(&(s)->ctx)
#define sha256_update(s, data, size)	SHA256_Update(&(s)->ctx, data, size)
#define sha256_final(s, hash)		SHA256_Final(hash, &(s)->ctx)

#endif /* DINH_SHIM_H */
