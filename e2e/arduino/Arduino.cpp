#include "WiFi.h"
#include <arpa/inet.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

SerialLine Serial;
WiFiNetwork WiFi;

static int level[64]; // of the pins that were written

void pinMode(int, int) {}
void digitalWrite(int pin, int value) {
  if (level[pin] != value) {
    std::printf("pin %d is %s\n", pin, value ? "high" : "low");
  }
  level[pin] = value;
}

// Pressed for the reading that takes a line from the standard input; the sketch sees it released at the next one.
int digitalRead(int) {
  static bool pressed = false;
  pollfd input = {STDIN_FILENO, POLLIN, 0};
  if (pressed || poll(&input, 1, 0) == 0) {
    pressed = false;
    return HIGH;
  }
  char c = 0;
  while (c != '\n') {
    if (::read(STDIN_FILENO, &c, 1) <= 0) {
      _exit(0); // the input has ended: the board is unplugged
    }
  }
  pressed = true;
  return LOW;
}

unsigned long millis() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000UL + now.tv_nsec / 1000000;
}

void delay(unsigned long milliseconds) { usleep(milliseconds * 1000); }

int WiFiClient::connect(const char *host, uint16_t port) {
  stop();
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (inet_pton(AF_INET, host, &address.sin_addr) != 1) {
    return 0;
  }
  socket = ::socket(AF_INET, SOCK_STREAM, 0);
  if (::connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
    stop();
    return 0;
  }
  return 1;
}

size_t WiFiClient::write(const uint8_t *bytes, size_t length) {
  ssize_t written = ::send(socket, bytes, length, MSG_NOSIGNAL);
  return written < 0 ? 0 : written;
}

int WiFiClient::available() {
  int bytes = 0;
  return socket >= 0 && ioctl(socket, FIONREAD, &bytes) == 0 ? bytes : 0;
}

int WiFiClient::read() {
  uint8_t c;
  return ::recv(socket, &c, 1, 0) == 1 ? c : -1;
}

uint8_t WiFiClient::connected() {
  uint8_t c;
  if (socket >= 0 && ::recv(socket, &c, 1, MSG_PEEK | MSG_DONTWAIT) == 0) {
    stop(); // the other side has closed
  }
  return socket >= 0;
}

void WiFiClient::stop() {
  if (socket >= 0) {
    ::close(socket);
  }
  socket = -1;
}

int main() {
  setup();
  for (;;) {
    loop();
  }
}
