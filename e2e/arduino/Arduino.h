// What a sketch of the labs sees of an Arduino, on this machine: the serial line is the standard output, and the board's
// button is pressed for a moment for each line of the standard input.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>

typedef uint8_t byte;
typedef bool boolean;
enum { LOW, HIGH };
enum { INPUT, OUTPUT, INPUT_PULLUP };

class String : public std::string {
public:
  using std::string::string;
  String(const std::string &text) : std::string(text) {}
};

class SerialLine {
public:
  void begin(unsigned long) {}
  size_t write(const uint8_t *bytes, size_t length) { return std::fwrite(bytes, 1, length, stdout); }
  void print(const char *text) { std::fputs(text, stdout); }
  void print(const String &text) { print(text.c_str()); }
  void print(int number) { std::printf("%d", number); }
  void println() { std::putchar('\n'), std::fflush(stdout); }
  template <typename T> void println(const T &what) { print(what), println(); }
};
extern SerialLine Serial;

void pinMode(int pin, int mode);
void digitalWrite(int pin, int value);
int digitalRead(int pin);
unsigned long millis();
void delay(unsigned long milliseconds);

void setup();
void loop();
