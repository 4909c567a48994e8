/* SPDX-License-Identifier: GPL-2.0-only */
/* Netlink by hand, so that a test can say what a library would not. */
#ifndef RAW_H
#define RAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/dinh.h>

#define ATTRS		16
#define ATTR_SIZE	600

/**
 * struct attr - one attribute of a request
 * @type: with its flags
 * @len: bytes of @data
 * @lie: what the length field says more or less than there is
 * @data: its value
 */
struct attr {
	uint16_t type;
	uint16_t len;
	int lie;
	uint8_t data[ATTR_SIZE];
};

struct request {
	uint8_t cmd;
	bool dump;
	int n;
	struct attr attr[ATTRS];
};

/**
 * struct answer - what came back
 * @error: negative errno, or 0
 * @text: the kernel's words
 * @has_attr: it named an attribute
 * @size: of the ledger, where the answer tells it
 * @seq: of a record, where the answer tells it
 * @messages: how many messages of a dump
 */
struct answer {
	int error;
	char text[128];
	bool has_attr;
	uint64_t size;
	uint64_t seq;
	unsigned int messages;
};

void put(struct request *req, uint16_t type, const void *data, size_t len);
void put_u32(struct request *req, uint16_t type, uint32_t value);
void put_u64(struct request *req, uint16_t type, uint64_t value);
void put_text(struct request *req, uint16_t type, const char *text);

/* 0, or -1 where there is no such family. */
int raw_open(void);
void raw_close(void);
size_t raw_build(const struct request *req, uint16_t flags, uint8_t *buf);
void raw_send(const void *buf, size_t len);
/* Sends, and takes what is there already, whatever it is. */
int raw_try(const void *buf, size_t len);
void raw_receive(struct answer *answer);
void talk(const struct request *req, struct answer *answer);
uint64_t ledger_size(void);

#endif /* RAW_H */
