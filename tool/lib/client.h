/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The generic netlink family "dinh", as far as it is the same for every
 * command: requests, answers, dumps, refusals and notifications.
 */
#ifndef DINH_CLIENT_H
#define DINH_CLIENT_H

#include <linux/dinh.h>
#include <netlink/attr.h>
#include <netlink/msg.h>

#include "error.h"

struct client;

/**
 * client_open - find the family
 * @err: DINH_EXIT_NO_MODULE where there is none
 *
 * Return: a client, or NULL.
 */
struct client *client_open(struct error *err);
void client_close(struct client *client);

/**
 * client_request - begin a request
 * @cmd: enum dinh_cmd
 * @flags: NLM_F_DUMP or 0
 *
 * Return: a message with room for the largest request, or NULL without memory.
 */
struct nl_msg *client_request(struct client *client, int cmd, int flags);

/**
 * typedef client_answer - what to do with an answer
 * @attrs: its attributes by number; NULL when a dump starts anew, and what was
 *	gathered from it is to be forgotten
 * @msg: where repeated attributes are
 * @data: of the caller
 */
typedef int client_answer(struct nlattr **attrs, struct nlmsghdr *msg,
			  void *data, struct error *err);

/**
 * client_call - send a request and take all that answers it
 * @request: from client_request(); freed
 * @answer: called for each answer, or NULL
 * @changed: set where a dump was inconsistent however often it was tried; may
 *	be NULL
 * @err: the kernel's words, in the language of the user
 */
int client_call(struct client *client, struct nl_msg *request,
		client_answer *answer, void *data, bool *changed,
		struct error *err);

/* What to do where module and tool do not fit together. */
const char *client_advice(void);

/* For poll(): readable when something is there to be heard. */
int client_fd(const struct client *client);

/* Hear a multicast group from now on. */
int client_listen(struct client *client, const char *group, struct error *err);

/**
 * client_hear - wait for a notification
 * @answer: called for each
 *
 * Return: 0, 1 where some were lost, or -1; a signal is EINTR in @err->code.
 */
int client_hear(struct client *client,
		int (*answer)(int cmd, struct nlattr **attrs,
			      struct nlmsghdr *msg, void *data,
			      struct error *err),
		void *data, struct error *err);

#endif /* DINH_CLIENT_H */
