// What is yours.
#define WIFI_NAME "the name of your network"
#define WIFI_PASSWORD "its password"
#define BROKER "192.168.1.10" // the address of the computer with the broker
#define BROKER_PORT 1883
#define BROKER_USER "class"
#define BROKER_PASSWORD "the password of the class"
