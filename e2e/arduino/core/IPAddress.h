#pragma once
#include "Arduino.h"

class IPAddress {
public:
  IPAddress() = default;
  IPAddress(int, int, int, int) {}
};
