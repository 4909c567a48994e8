// SPDX-License-Identifier: GPL-2.0-only
/*
 * dinh board: what a unit shows in public, on a screen in a hall. It is read
 * anew when the register or the number of visitors changes, and drawn then, when
 * the screen changes its size, and when a page turns.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/query.h"
#include "../lib/session.h"
#include "board.h"
#include "command.h"

/* Milliseconds: how long a page stands, and between two looks at the register. */
#define PAGE_MS		10000
#define CALM_MS		500
/* How long what follows an Esc may take that is no key of its own. */
#define ESCAPE_MS	50

/* Changes when somebody comes or leaves. */
#define VISITORS	"/sys/class/misc/dinh/sessions/online"

/* Another screen, without a cursor; and back. */
#define SCREEN_ENTER	"\033[?1049h\033[?25l\033[2J"
#define SCREEN_LEAVE	"\033[?25h\033[?1049l"

enum source {
	SIGNALS,
	KEYS,
	ENTRIES,
	ONLINE,
	SOURCES,
};

/**
 * struct show - a board on a terminal
 * @client: for questions
 * @ears: what happens is heard on it
 * @unit: whose board it is
 * @board: as it was read last
 * @page: page that is shown
 * @pages: of these
 * @source: what is waited for; a descriptor of -1 never comes
 * @read_at: when @board was read
 * @turn_at: when the page turns
 * @stale: the register is another since
 * @drawn: what is on the screen is what would be drawn
 * @ended: it is over
 * @before: the terminal as it was found
 */
struct show {
	struct context *context;
	struct client *client;
	struct client *ears;
	uint32_t unit;
	json_t *board;
	unsigned int page;
	unsigned int pages;
	struct pollfd source[SOURCES];
	int64_t read_at;
	int64_t turn_at;
	bool stale;
	bool drawn;
	bool ended;
	struct termios before;
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static bool write_all(const char *text, size_t len)
{
	ssize_t done;

	while (len) {
		done = write(STDOUT_FILENO, text, len);
		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			text += done;
			len -= done;
		}
	}
	return true;
}

/*
 * The screen.
 */

static void measure(struct board_size *size)
{
	struct winsize window;

	size->width = 80;
	size->height = 24;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) || !window.ws_col ||
	    !window.ws_row)
		return;
	size->width = window.ws_col;
	size->height = window.ws_row;
}

/* What is right of a line is cleared with it: nothing flickers. */
static char *screen_text(const char *frame, size_t *len)
{
	char *text = NULL;
	FILE *file = open_memstream(&text, len);
	size_t line;

	if (!file)
		return NULL;
	fputs("\033[H", file);
	for (;; frame += line + 1) {
		line = strcspn(frame, "\n");
		fprintf(file, "%.*s\033[K", (int)line, frame);
		if (!frame[line] || !frame[line + 1])
			break;
		fputs("\r\n", file);
	}
	fputs("\033[J", file);
	return fclose(file) ? NULL : text;
}

static int draw(struct show *show, struct error *err)
{
	struct board_size size = {
		.page = show->page,
		.color = show->context->out.color,
	};
	char *frame, *text = NULL;
	size_t len;

	measure(&size);
	frame = board_frame(show->board, &size, &show->pages);
	if (frame)
		text = screen_text(frame, &len);
	free(frame);
	if (!text)
		return error_memory(err);
	/* Without a terminal it is over. */
	show->ended |= !write_all(text, len);
	show->drawn = true;
	free(text);
	return 0;
}

static bool screen_enter(struct show *show)
{
	struct termios raw;

	if (!tcgetattr(STDIN_FILENO, &show->before)) {
		show->source[KEYS].fd = STDIN_FILENO;
		raw = show->before;
		raw.c_lflag &= ~(ICANON | ECHO);
		raw.c_iflag &= ~IXON;
		raw.c_cc[VMIN] = 1;
		raw.c_cc[VTIME] = 0;
		/* Nobody would bring it back in a hall. */
		raw.c_cc[VSUSP] = _POSIX_VDISABLE;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw);
	}
	return write_all(SCREEN_ENTER, strlen(SCREEN_ENTER));
}

static void screen_leave(struct show *show)
{
	write_all(SCREEN_LEAVE, strlen(SCREEN_LEAVE));
	if (show->source[KEYS].fd >= 0)
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &show->before);
}

/*
 * What comes.
 */

static void turn(struct show *show, int by)
{
	show->page = (show->page + show->pages + by) % show->pages;
	show->turn_at = now_ms() + PAGE_MS;
	show->drawn = false;
}

static void take_keys(struct show *show)
{
	struct pollfd *keys = &show->source[KEYS];
	char buf[16] = "";
	ssize_t n = read(keys->fd, buf, sizeof(buf) - 1), more;

	if (n == 1 && *buf == '\033' && poll(keys, 1, ESCAPE_MS) > 0) {
		more = read(keys->fd, buf + 1, sizeof(buf) - 2);
		n += more > 0 ? more : 0;
	}
	if (n <= 0 || *buf == 'q' || (n == 1 && *buf == '\033'))
		show->ended = true;
	else if (*buf == ' ' || !strcmp(buf, "\033[C") ||
		 !strcmp(buf, "\033OC"))
		turn(show, 1);
	else if (!strcmp(buf, "\033[D") || !strcmp(buf, "\033OD"))
		turn(show, -1);
}

static void take_signal(struct show *show)
{
	struct signalfd_siginfo info;

	if (read(show->source[SIGNALS].fd, &info, sizeof(info)) !=
	    sizeof(info))
		return;
	show->ended |= info.ssi_signo != SIGWINCH;
	show->drawn = false;
}

/*
 * Reading, whatever of it was heard.
 */

static int heard(const struct news *news, void *data, struct error *err)
{
	(void)news;
	(void)data;
	(void)err;
	return 0;
}

/* Any entry may be about what is shown; so may those that were lost. */
static int forget_news(struct show *show, struct error *err)
{
	struct pollfd *source = show->source;
	char buf[32];

	while (poll(&source[ENTRIES], 1, 0) > 0)
		if (news_wait(show->ears, heard, NULL, err) < 0)
			return -1;
	/* A file of sysfs tells of its next change once it was read. */
	if (source[ONLINE].fd >= 0 &&
	    pread(source[ONLINE].fd, buf, sizeof(buf), 0) < 0)
		source[ONLINE].fd = -1;
	return 0;
}

static int read_board(struct show *show, struct error *err)
{
	json_t *board;

	if (forget_news(show, err))
		return -1;
	board = board_value(show->client, show->unit, err);
	if (!board)
		return -1;
	json_decref(show->board);
	show->board = board;
	show->read_at = now_ms();
	show->stale = false;
	show->drawn = false;
	return 0;
}

/* While the board is stale, what else makes it stale can wait. */
static int wait_for_some(struct show *show, struct error *err)
{
	struct pollfd *source = show->source;
	int64_t next = show->turn_at, wait;

	if (show->stale && show->read_at + CALM_MS < next)
		next = show->read_at + CALM_MS;
	wait = next - now_ms();
	source[ENTRIES].revents = 0;
	source[ONLINE].revents = 0;
	if (poll(source, show->stale ? ENTRIES : SOURCES,
		 wait > 0 ? wait : 0) < 0)
		return error_set(err, DINH_EXIT_USAGE, "poll: %s",
				 strerror(errno));
	if (source[SIGNALS].revents)
		take_signal(show);
	if (source[KEYS].revents)
		take_keys(show);
	show->stale |= source[ENTRIES].revents || source[ONLINE].revents;
	return 0;
}

static int run_show(struct show *show, struct error *err)
{
	while (!show->ended) {
		if (now_ms() >= show->turn_at) {
			turn(show, 1);
			/* Where sysfs does not tell who looks. */
			show->stale |= show->source[ONLINE].fd < 0;
		}
		if (show->stale && now_ms() >= show->read_at + CALM_MS &&
		    read_board(show, err))
			return -1;
		if ((!show->drawn && draw(show, err)) ||
		    wait_for_some(show, err))
			return -1;
	}
	return 0;
}

/*
 * The command.
 */

static int open_sources(struct show *show, struct error *err)
{
	sigset_t signals;

	show->ears = client_open(err);
	if (!show->ears || client_listen(show->ears, DINH_GROUP_ENTRIES, err))
		return -1;
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGHUP);
	sigaddset(&signals, SIGWINCH);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	show->source[SIGNALS] = (struct pollfd) {
		.fd = signalfd(-1, &signals, SFD_CLOEXEC),
		.events = POLLIN,
	};
	show->source[KEYS] = (struct pollfd) { .fd = -1, .events = POLLIN };
	show->source[ENTRIES] = (struct pollfd) {
		.fd = client_fd(show->ears),
		.events = POLLIN,
	};
	show->source[ONLINE] = (struct pollfd) {
		.fd = open(VISITORS, O_RDONLY | O_CLOEXEC),
		.events = POLLPRI,
	};
	return 0;
}

static int show_board(struct context *context, uint32_t unit,
		      struct error *err)
{
	struct show show = {
		.context = context,
		.client = context->client,
		.unit = unit,
		.pages = 1,
	};
	int status = open_sources(&show, err) ?: read_board(&show, err);

	if (!status) {
		show.turn_at = now_ms() + PAGE_MS;
		show.ended = !screen_enter(&show);
		status = run_show(&show, err);
		screen_leave(&show);
	}
	json_decref(show.board);
	client_close(show.ears);
	return status;
}

/* All of it on one page, however long. */
static int print_board(struct context *context, uint32_t unit,
		       struct error *err)
{
	json_t *board = board_value(context->client, unit, err);
	const struct board_size size = {
		.width = out_width(&context->out),
		.color = context->out.color,
	};
	unsigned int pages;
	char *text;

	if (!board)
		return -1;
	text = board_frame(board, &size, &pages);
	json_decref(board);
	fputs(text ?: "", context->out.file);
	free(text);
	return text ? 0 : error_memory(err);
}

static int print_json(struct context *context, uint32_t unit,
		      struct error *err)
{
	json_t *board = board_value(context->client, unit, err);

	if (!board)
		return -1;
	return out_json(&context->out, board) ? error_memory(err) : 0;
}

static bool is_screen(void)
{
	const char *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb");
}

static int run_as_visitor(struct context *context, const struct args *args,
			  uint32_t unit, const char *language,
			  struct error *err)
{
	int session = session_open(unit, err), status;

	if (session < 0)
		return -1;
	if (context->out.json) {
		status = print_json(context, unit, err);
	} else {
		/* Not in that of whoever hangs it in a hall. */
		i18n_use(language);
		status = args_has(args, "once") || !is_screen() ?
			 print_board(context, unit, err) :
			 show_board(context, unit, err);
	}
	close(session);
	return status;
}

static int board_run(struct context *context, const struct args *args,
		     struct error *err)
{
	static const struct word languages[] = {
		{ "vi", "vi" }, { "en", "en" }, { NULL, NULL }
	};
	uint32_t language = 0, nr;
	struct client *client;
	struct unit unit;

	if (args_word(args, "lang", languages, &language, err))
		return -1;
	client = context_client(context, err);
	if (!client || unit_get(client, args_get(args, "UNIT"), 0, &unit, err))
		return -1;
	nr = unit.nr;
	unit_clear(&unit);
	return run_as_visitor(context, args, nr, word_name(languages, language),
			      err);
}

const struct command board_commands[] = {
	{ "board", NULL, "UNIT [lang vi|en] [once]",
	  N_("show the public board of a unit, as a visitor: what is posted, what is next, targets, "
	     "ratings"),
	  board_run },
	{ }
};
