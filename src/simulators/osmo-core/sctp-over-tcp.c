/*
 * Lets osmo-msc run where the kernel has no SCTP, and lets Node be its peer: Node has no SCTP on any kernel.
 *
 * osmo-msc does not start without SCTP, and its A interface is M3UA, which RFC 4666 wants on SCTP. Loaded before the C
 * library (LD_PRELOAD), this replaces the handful of calls by which libosmonetif uses SCTP: the socket is one of TCP, and
 * message boundaries come from M3UA's own length field. The bytes of M3UA and of all that it carries are untouched.
 *
 * For tests only: SCTP's several addresses, streams and heartbeats are gone.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/sctp.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

enum { M3UA_HEADER = 8, M3UA_PAYLOAD_PROTOCOL = 3, M3UA_CLASS_TRANSFER = 1 };

int socket(int domain, int type, int protocol)
{
	static int (*real)(int, int, int);
	if (!real)
		real = dlsym(RTLD_NEXT, "socket");
	if (protocol != IPPROTO_SCTP)
		return real(domain, type, protocol);
	int flags = type & (SOCK_NONBLOCK | SOCK_CLOEXEC);
	int fd = real(domain, SOCK_STREAM | flags, IPPROTO_TCP);
	/* Messages are small and each waits for its answer: without this, TCP would collect them. */
	int on = 1;
	if (fd >= 0)
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return fd;
}

/* Options of SCTP are accepted and mean nothing. */
int setsockopt(int fd, int level, int name, const void *value, socklen_t length)
{
	static int (*real)(int, int, int, const void *, socklen_t);
	if (!real)
		real = dlsym(RTLD_NEXT, "setsockopt");
	return level == IPPROTO_SCTP ? 0 : real(fd, level, name, value, length);
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *length)
{
	static int (*real)(int, int, int, void *, socklen_t *);
	if (!real)
		real = dlsym(RTLD_NEXT, "getsockopt");
	if (level != IPPROTO_SCTP)
		return real(fd, level, name, value, length);
	memset(value, 0, *length);
	return 0;
}

static socklen_t size_of(const struct sockaddr *address)
{
	return address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
}

/* Of several addresses, the first. */
int sctp_bindx(int fd, struct sockaddr *addresses, int count, int flags)
{
	(void)count;
	(void)flags;
	return bind(fd, addresses, size_of(addresses));
}

int sctp_connectx(int fd, struct sockaddr *addresses, int count, sctp_assoc_t *id)
{
	(void)count;
	(void)id;
	return connect(fd, addresses, size_of(addresses));
}

/*
 * One whole message or none: what is incomplete stays in the socket, so nothing needs to be kept here, and poll(2) reports
 * the socket again.
 */
int sctp_recvmsg(int fd, void *message, size_t size, struct sockaddr *from, socklen_t *from_length,
		 struct sctp_sndrcvinfo *info, int *flags)
{
	(void)from;
	(void)from_length;
	unsigned char *bytes = message;
	ssize_t seen = recv(fd, bytes, size < M3UA_HEADER ? size : M3UA_HEADER, MSG_PEEK);
	if (seen <= 0)
		return seen;
	size_t length = M3UA_HEADER;
	if (seen == M3UA_HEADER) {
		length = ntohl(*(uint32_t *)(bytes + 4));
		if (length < M3UA_HEADER || length > size) {
			errno = EBADMSG;
			return -1;
		}
		seen = recv(fd, bytes, length, MSG_PEEK);
		if (seen <= 0)
			return seen;
	}
	if ((size_t)seen < length) {
		/* The rest of it will never come if the peer has closed. */
		struct pollfd peer = { .fd = fd, .events = POLLRDHUP };
		if (poll(&peer, 1, 0) > 0 && (peer.revents & (POLLRDHUP | POLLHUP | POLLERR)))
			return 0;
		errno = EAGAIN;
		return -1;
	}
	seen = recv(fd, bytes, length, 0);
	if (info) {
		memset(info, 0, sizeof(*info));
		info->sinfo_ppid = htonl(M3UA_PAYLOAD_PROTOCOL);
		/* RFC 4666 section 1.4.7: stream 0 is for management, data must come on another. */
		info->sinfo_stream = bytes[2] == M3UA_CLASS_TRANSFER;
	}
	if (flags)
		*flags = MSG_EOR;
	return seen;
}

int sctp_send(int fd, const void *message, size_t size, const struct sctp_sndrcvinfo *info, int flags)
{
	(void)info;
	return send(fd, message, size, flags | MSG_NOSIGNAL);
}
