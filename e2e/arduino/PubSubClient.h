// Stands in for the library PubSubClient, since no package registry that the other clients come from has it: those of its
// methods that the labs use, with its signatures. MQTT 3.1.1 at QoS 0.
#pragma once
#include "WiFi.h"

class PubSubClient {
public:
  PubSubClient(WiFiClient &client) : client(client) {}
  PubSubClient &setServer(const char *domain, uint16_t port);
  PubSubClient &setCallback(void (*callback)(char *, uint8_t *, unsigned int));
  boolean connect(const char *id, const char *user, const char *pass);
  boolean publish(const char *topic, const char *payload);
  boolean subscribe(const char *topic);
  boolean loop();
  boolean connected() { return client.connected(); }
  int state() { return status; }

private:
  WiFiClient &client;
  const char *host = "";
  uint16_t port = 0;
  void (*callback)(char *, uint8_t *, unsigned int) = nullptr;
  int status = -1;
  unsigned long lastSent = 0;

  boolean send(uint8_t first, const std::string &body);
  std::string receive(uint8_t *first);
};
