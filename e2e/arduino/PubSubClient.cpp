#include "PubSubClient.h"

static const int KEEP_ALIVE_SECONDS = 15;
static const int CONNECTION_TIMEOUT = -4; // as the library names states
static const int CONNECT_FAILED = -2;

static std::string field(const char *text) {
  size_t length = std::strlen(text);
  return std::string{char(length >> 8), char(length & 0xff)} + text;
}

PubSubClient &PubSubClient::setServer(const char *domain, uint16_t number) {
  host = domain;
  port = number;
  return *this;
}

PubSubClient &PubSubClient::setCallback(void (*function)(char *, uint8_t *, unsigned int)) {
  callback = function;
  return *this;
}

boolean PubSubClient::connect(const char *id, const char *user, const char *pass) {
  if (client.connect(host, port) != 1) {
    status = CONNECT_FAILED;
    return false;
  }
  const char flags = char(0xc2); // user name, password, clean session
  send(0x10, field("MQTT") + std::string{4, flags, 0, char(KEEP_ALIVE_SECONDS)} + field(id) + field(user) + field(pass));
  uint8_t first;
  std::string answer = receive(&first);
  status = answer.size() == 2 ? answer[1] : CONNECTION_TIMEOUT;
  if (status != 0) {
    client.stop();
  }
  return status == 0;
}

boolean PubSubClient::publish(const char *topic, const char *payload) { return send(0x30, field(topic) + payload); }

boolean PubSubClient::subscribe(const char *topic) {
  return send(0x82, std::string{0, 1} + field(topic) + std::string{0});
}

boolean PubSubClient::loop() {
  if (!connected()) {
    return false;
  }
  if (millis() - lastSent > KEEP_ALIVE_SECONDS * 1000UL) {
    send(0xc0, "");
  }
  if (client.available()) {
    uint8_t first;
    std::string body = receive(&first);
    if (first >> 4 == 3) {
      size_t end = 2 + uint8_t(body[0]) * 256 + uint8_t(body[1]);
      std::string topic = body.substr(2, end - 2);
      std::string payload = body.substr(end);
      callback(&topic[0], reinterpret_cast<uint8_t *>(&payload[0]), payload.size());
    }
  }
  return true;
}

boolean PubSubClient::send(uint8_t first, const std::string &body) {
  std::string packet(1, char(first));
  size_t length = body.size();
  do {
    packet += char((length & 0x7f) | (length > 0x7f ? 0x80 : 0));
    length >>= 7;
  } while (length > 0);
  packet += body;
  lastSent = millis();
  return client.write(reinterpret_cast<const uint8_t *>(packet.data()), packet.size()) == packet.size();
}

// Waits for a whole packet; what it returns is empty, too, when the connection has ended.
std::string PubSubClient::receive(uint8_t *first) {
  int c = client.read();
  *first = uint8_t(c);
  size_t length = 0;
  for (int shift = 0; c >= 0; shift += 7) {
    c = client.read();
    length |= size_t(c & 0x7f) << shift;
    if (c < 0x80) {
      break;
    }
  }
  std::string body;
  while (c >= 0 && body.size() < length) {
    c = client.read();
    body += char(c);
  }
  return c < 0 ? "" : body;
}
