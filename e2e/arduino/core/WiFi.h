// The network of this machine.
#pragma once
#include "Client.h"

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

class WiFiClient : public Client {
public:
  int connect(IPAddress, uint16_t) override { return 0; }
  int connect(const char *host, uint16_t port) override;
  size_t write(uint8_t c) override { return write(&c, 1); }
  size_t write(const uint8_t *bytes, size_t length) override;
  int available() override;
  int read() override;
  int read(uint8_t *bytes, size_t length) override;
  int peek() override { return -1; }
  void flush() override {}
  void stop() override;
  uint8_t connected() override;
  operator bool() override { return socket >= 0; }

private:
  int socket = -1;
};
