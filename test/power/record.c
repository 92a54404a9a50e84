/*
 * Writes down, in one order, what a process does to the files under $POWER_DIR: the raw material of crash images.
 * A record: op, length of the path, offset, length of the data, path, data (see log.ts). Loaded with LD_PRELOAD.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;

struct head { uint32_t op, path; uint64_t offset, data; };

static void record(char op, const char *path, uint64_t offset, const void *data, uint64_t length) {
  if (log_fd < 0) {
    const char *name = getenv("POWER_LOG");
    log_fd = name ? syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    if (log_fd < 0) abort();
  }
  struct head head = { (uint32_t)op, (uint32_t)strlen(path), offset, length };
  struct iovec parts[3] = { { &head, sizeof head }, { (void *)path, head.path }, { (void *)data, length } };
  size_t whole = sizeof head + head.path + length;
  if ((size_t)syscall(SYS_writev, log_fd, parts, length ? 3 : 2) != whole) abort();
}

static int is_ours(const char *path) {
  const char *dir = getenv("POWER_DIR");
  return dir && strncmp(path, dir, strlen(dir)) == 0;
}

static int watched(int fd, char *path) {
  char link[32];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, 4095);
  if (length <= 0) return 0;
  path[length] = 0;
  return is_ours(path);
}

/* The record comes after the call and under the lock: what is recorded has happened, a sync covers what stands before it. */
#define AROUND(call, op, offset, data, length)                                \
  char path[4096];                                                            \
  if (!watched(fd, path)) return call;                                        \
  pthread_mutex_lock(&lock);                                                  \
  uint64_t at = (uint64_t)(offset);                                           \
  long result = call;                                                         \
  if (result >= 0) record(op, path, at, data, (uint64_t)(length));            \
  pthread_mutex_unlock(&lock);                                                \
  return result;

ssize_t write(int fd, const void *data, size_t n) {
  AROUND(syscall(SYS_write, fd, data, n), 'w', syscall(SYS_lseek, fd, 0, SEEK_CUR), data, result)
}
ssize_t pwrite64(int fd, const void *data, size_t n, off64_t offset) {
  AROUND(syscall(SYS_pwrite64, fd, data, n, offset), 'w', offset, data, result)
}
ssize_t pwrite(int fd, const void *data, size_t n, off_t offset) { return pwrite64(fd, data, n, offset); }
int ftruncate64(int fd, off64_t size) { AROUND((int)syscall(SYS_ftruncate, fd, size), 't', size, "", 0) }
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }
int fsync(int fd) { AROUND((int)syscall(SYS_fsync, fd), 's', 0, "", 0) }
int fdatasync(int fd) { AROUND((int)syscall(SYS_fdatasync, fd), 's', 0, "", 0) }

int unlink(const char *path) {
  if (!is_ours(path)) return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  pthread_mutex_lock(&lock);
  int result = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  if (result == 0) record('u', path, 0, "", 0);
  pthread_mutex_unlock(&lock);
  return result;
}
