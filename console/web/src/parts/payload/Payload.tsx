import { useEffect, useState } from 'preact/hooks';
import { bytes as inBytes } from '../../lib/format';
import type { Decoded } from '../../lib/payload/decode';
import { JsonTree } from './JsonTree';
import './payload.css';

interface Props {
    decoded: Decoded;
    payload: Uint8Array;
    /** How many bytes it had, when not all of them are here. */
    total?: number;
}

/** A payload, as it was read; it came from anybody, so that it is only ever shown as text or as an image. */
export function Payload({ decoded, payload, total = payload.length }: Props) {
    const shown = decoded.shownBytes ?? payload.length;
    return (
        <div class="payload">
            {decoded.problem && (
                <p class="payload-problem" role="status">
                    {decoded.problem}
                </p>
            )}
            <Content decoded={decoded} payload={payload} />
            {shown < total && (
                <p class="quiet">
                    The first {inBytes(shown)} of {inBytes(total)} are shown.
                </p>
            )}
        </div>
    );
}

function Content({ decoded, payload }: Omit<Props, 'total'>) {
    if (payload.length === 0) {
        return <p class="quiet">The payload is empty.</p>;
    }
    switch (decoded.decoder) {
        case 'number':
            return <p class="payload-number">{decoded.text}</p>;
        case 'json':
        case 'cbor':
        case 'msgpack':
            return <JsonTree value={decoded.value} lines={decoded.text.split('\n').length} />;
        case 'image':
            return <Picture type={decoded.imageType ?? ''} payload={payload} />;
        case 'text':
        case 'hex':
            return (
                // biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled has to be reached by keyboard
                <pre class="payload-text" tabIndex={0}>
                    {decoded.text}
                </pre>
            );
    }
}

/** As an image of a page of its own: what is written in an SVG is not run. */
function Picture({ type, payload }: { type: string; payload: Uint8Array }) {
    const [source, setSource] = useState<string>();
    const [size, setSize] = useState('');
    useEffect(() => {
        const address = URL.createObjectURL(new Blob([payload as Uint8Array<ArrayBuffer>], { type }));
        setSource(address);
        setSize('');
        return () => URL.revokeObjectURL(address);
    }, [payload, type]);
    if (!source) {
        return null;
    }
    return (
        <figure class="payload-picture">
            <img
                src={source}
                alt="What the message holds"
                onLoad={({ currentTarget: image }) => setSize(`${image.naturalWidth} × ${image.naturalHeight}, `)}
                onError={() => setSize('cannot be shown, since it is damaged or incomplete: ')}
            />
            <figcaption class="quiet">
                {size}
                {type}
            </figcaption>
        </figure>
    );
}
