// An ESP8266 or ESP32 that blinks when something is published to lab/hello, and publishes when you press its button.
// Needs the library PubSubClient by Nick O'Leary, from the library manager of the Arduino IDE.
#ifdef ESP8266
#include <ESP8266WiFi.h>
#else
#include <WiFi.h>
#endif
#include <PubSubClient.h>

#include "settings.h"

#ifndef LED_BUILTIN
#define LED_BUILTIN 2 // where most ESP32 boards have it
#endif
const int BUTTON = 0; // called FLASH or BOOT on the board; LOW while it is pressed

WiFiClient network;
PubSubClient mqtt(network);

void onMessage(char *topic, byte *payload, unsigned int length) {
  Serial.print(topic);
  Serial.print(": ");
  Serial.write(payload, length); // no text of C: it has no zero at its end
  Serial.println();
  for (int i = 0; i < 4; i++) {
    digitalWrite(LED_BUILTIN, i % 2 ? LOW : HIGH);
    delay(100);
  }
}

void connectWiFi() {
  WiFi.mode(WIFI_STA);
  WiFi.begin(WIFI_NAME, WIFI_PASSWORD);
  while (WiFi.status() != WL_CONNECTED) {
    delay(500);
    Serial.print(".");
  }
  Serial.print("in the network as ");
  Serial.println(WiFi.localIP());
}

void connectBroker() {
  String id = String("board-") + WiFi.macAddress(); // each client needs an id of its own
  while (!mqtt.connected()) {
    if (mqtt.connect(id.c_str(), BROKER_USER, BROKER_PASSWORD)) {
      mqtt.subscribe("lab/hello");
      Serial.println("connected, press the button");
    } else {
      Serial.print("not connected, state ");
      Serial.println(mqtt.state());
      delay(2000);
    }
  }
}

void setup() {
  Serial.begin(115200);
  pinMode(LED_BUILTIN, OUTPUT);
  pinMode(BUTTON, INPUT_PULLUP);
  connectWiFi();
  mqtt.setServer(BROKER, BROKER_PORT);
  mqtt.setCallback(onMessage);
}

void loop() {
  static int before = HIGH;

  connectBroker(); // does nothing while it is connected
  mqtt.loop();     // reads what has come, and shows the broker that the board is there

  int now = digitalRead(BUTTON);
  if (now == LOW && before == HIGH) {
    mqtt.publish("lab/hello", "Hello from the board");
  }
  before = now;
  delay(20); // a button bounces for some milliseconds
}
