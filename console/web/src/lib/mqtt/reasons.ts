/** What reason codes mean, in words (section 2.4 of MQTT 5.0). */
const WORDS: Record<number, string> = {
    0: 'success',
    1: 'granted with QoS 1',
    2: 'granted with QoS 2',
    4: 'disconnect, with the will',
    16: 'no matching subscribers',
    17: 'no such subscription',
    24: 'continue authentication',
    25: 'authenticate again',
    128: 'unspecified error',
    129: 'malformed packet',
    130: 'protocol error',
    131: 'implementation specific error',
    132: 'protocol version not supported',
    133: 'client id not valid',
    134: 'bad user name or password',
    135: 'not authorized',
    136: 'server unavailable',
    137: 'server busy',
    138: 'banned',
    139: 'server is shutting down',
    140: 'bad authentication method',
    141: 'keep alive timeout',
    142: 'session taken over: another client came with the same client id',
    143: 'topic filter not valid',
    144: 'topic name not valid',
    145: 'packet id in use',
    146: 'packet id not found',
    147: 'receive maximum exceeded',
    148: 'topic alias not valid',
    149: 'packet too large',
    150: 'message rate too high',
    151: 'quota exceeded',
    152: 'administrative action',
    153: 'payload format not valid',
    154: 'retain not supported',
    155: 'QoS not supported',
    156: 'use another server',
    157: 'server moved',
    158: 'shared subscriptions not supported',
    159: 'connection rate exceeded',
    160: 'maximum connect time',
    161: 'subscription identifiers not supported',
    162: 'wildcard subscriptions not supported',
};

/** The codes of CONNACK in 3.1.1, from 1, in those of MQTT 5. */
const REFUSALS = [132, 133, 136, 134, 135];

/** 135 becomes "not authorized (0x87)". */
export function reasonText(reason: number): string {
    return `${WORDS[reason] ?? 'unknown reason'} (0x${reason.toString(16).padStart(2, '0')})`;
}

/** The reason of MQTT 5 that a return code of CONNACK in 3.1.1 stands for. */
export function refusal(code: number): number {
    return code === 0 ? 0 : (REFUSALS[code - 1] ?? 128);
}
