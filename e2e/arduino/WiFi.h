// The network of this machine.
#pragma once
#include "Arduino.h"

enum { WIFI_STA = 1, WL_CONNECTED = 3 };

class WiFiNetwork {
public:
  void mode(int) {}
  void begin(const char *, const char *) {}
  int status() { return WL_CONNECTED; }
  const char *localIP() { return "127.0.0.1"; }
  String macAddress() { return "24:6F:28:00:00:01"; }
};
extern WiFiNetwork WiFi;

class WiFiClient {
public:
  /** Returns 1 when it is connected. The host is an IPv4 address. */
  int connect(const char *host, uint16_t port);
  size_t write(const uint8_t *bytes, size_t length);
  int available();
  /** The next byte, for which it waits; -1 when there is none any more. */
  int read();
  uint8_t connected();
  void stop();

private:
  int socket = -1;
};
