/** The two canvases, what moves on them, and what is done with mouse, fingers and keys. */

import { Camera, type Point } from './camera';
import { isMoving, step } from './layout';
import type { FlowsData, Network, Node } from './network';
import { type Look, paintNetwork, paintSparks, screenRadius } from './paint';
import { Sparks } from './sparks';

/** Of a frame, for the layout. */
const LAYOUT_MILLIS = 4;
const STEPS_A_FRAME_MAX = 6;
/** What only changes in colour and width is drawn so often. */
const BETWEEN_PAINTS_MILLIS = 250;
const BETWEEN_ORDERS_MILLIS = 1_000;
const REACH = 8;
const CLICK = 5;

export interface Actions {
    /** Somebody points at a node, or at none. */
    select(node: Node | undefined): void;
    pause(): void;
    fullScreen(): void;
}

export class Stage {
    readonly camera = new Camera();
    private readonly back: CanvasRenderingContext2D;
    private readonly front: CanvasRenderingContext2D;
    private readonly sparks = new Sparks();
    private readonly look: Look;
    private readonly end = new AbortController();
    private readonly pointers = new Map<number, Point>();
    private order: Node[] = [];
    private orderedAt = 0;
    private dirty = true;
    private paintedAt = 0;
    private frame = 0;
    private travelled = 0;
    private dragged: Node | undefined;
    private hovered: Node | undefined;

    constructor(
        private readonly around: HTMLElement,
        private readonly network: Network,
        private readonly actions: Actions,
    ) {
        this.back = canvas(around);
        this.front = canvas(around);
        const calm = matchMedia('(prefers-reduced-motion: reduce)');
        this.look = { colors: colorsOf(around), focus: undefined, selected: undefined, still: calm.matches };
        const restyle = () => {
            this.look.colors = colorsOf(around);
            this.look.still = calm.matches;
            this.sparks.clear();
            this.redraw();
        };
        const { signal } = this.end;
        calm.addEventListener('change', restyle, { signal });
        matchMedia('(prefers-color-scheme: dark)').addEventListener('change', restyle, { signal });
        const theme = new MutationObserver(restyle);
        theme.observe(document.documentElement, { attributes: true });
        const size = new ResizeObserver(() => this.resize());
        size.observe(around);
        signal.addEventListener('abort', () => {
            theme.disconnect();
            size.disconnect();
            cancelAnimationFrame(this.frame);
            this.back.canvas.remove();
            this.front.canvas.remove();
        });
        this.listen(signal);
        this.resize();
    }

    close(): void {
        this.end.abort();
    }

    /** Something is new in the network: nodes or edges, or only how much there is. */
    changed(shape: boolean, flows?: FlowsData): void {
        if (shape) {
            this.orderedAt = 0;
        }
        if (flows && !this.look.still && !document.hidden) {
            this.sparks.spawn(this.network, flows, performance.now());
        }
        this.dirty ||= shape;
        this.wake();
    }

    select(node: Node | undefined): void {
        this.look.selected = node;
        this.focus();
    }

    private choose(node: Node | undefined): void {
        this.select(node);
        this.actions.select(node);
    }

    /** Shows all of the picture. */
    fit(): void {
        this.camera.follows = true;
        this.redraw();
    }

    zoom(factor: number): void {
        this.camera.zoom(factor);
        this.redraw();
    }

    private focus(): void {
        this.look.focus = this.hovered ?? this.look.selected;
        this.redraw();
    }

    private redraw(): void {
        this.dirty = true;
        this.wake();
    }

    private wake(): void {
        this.frame ||= requestAnimationFrame((now) => this.animate(now));
    }

    /** One frame; there is another while something moves. */
    private animate(now: number): void {
        this.frame = 0;
        if (this.camera.width === 0) {
            this.sparks.clear(); // it is hidden
            return;
        }
        const settling = this.settle();
        const following = this.camera.follows && this.follow(settling);
        if (now - this.orderedAt > BETWEEN_ORDERS_MILLIS) {
            this.order = this.network.byRate();
            this.orderedAt = now;
            this.dirty = true;
        }
        if (this.dirty || settling || following || now - this.paintedAt > BETWEEN_PAINTS_MILLIS) {
            paintNetwork(this.back, this.network, this.order, this.camera, this.look);
            this.paintedAt = now;
            this.dirty = false;
        }
        this.sparks.land(now);
        paintSparks(this.front, this.sparks.flying, now, this.camera, this.look);
        this.tellMoving(settling || following);
        if (settling || following || this.sparks.flying.length > 0) {
            this.wake();
        }
    }

    /** Whoever does not see the picture, or is to look at it when it is at rest, is told as well. */
    private tellMoving(moving: boolean): void {
        if (this.around.ariaBusy !== String(moving)) {
            this.around.ariaBusy = String(moving);
        }
    }

    private settle(): boolean {
        const before = performance.now();
        let moving = isMoving(this.network);
        for (let i = 0; moving && i < STEPS_A_FRAME_MAX && performance.now() - before < LAYOUT_MILLIS; i++) {
            step(this.network);
            moving = isMoving(this.network);
        }
        while (moving && this.look.still && performance.now() - before < 3 * LAYOUT_MILLIS) {
            step(this.network);
            moving = isMoving(this.network);
        }
        return moving;
    }

    private follow(settling: boolean): boolean {
        const share = this.look.still || this.orderedAt === 0 ? 1 : settling ? 0.15 : 0.25;
        return this.camera.approach(this.network.nodes.values(), share);
    }

    private resize(): void {
        const { clientWidth, clientHeight } = this.around;
        const dots = Math.min(2, devicePixelRatio);
        this.camera.width = clientWidth;
        this.camera.height = clientHeight;
        for (const context of [this.back, this.front]) {
            context.canvas.width = clientWidth * dots;
            context.canvas.height = clientHeight * dots;
            context.setTransform(dots, 0, 0, dots, 0, 0);
        }
        this.redraw();
    }

    private nodeAt(point: Point): Node | undefined {
        let nearest: Node | undefined;
        let distance = Infinity;
        for (const node of this.network.nodes.values()) {
            const at = this.camera.toScreen(node);
            const away = Math.hypot(at.x - point.x, at.y - point.y) - screenRadius(node, this.camera);
            if (away < Math.min(distance, REACH)) {
                nearest = node;
                distance = away;
            }
        }
        return nearest;
    }

    private listen(signal: AbortSignal): void {
        const { around } = this;
        const place = (event: MouseEvent): Point => {
            const box = around.getBoundingClientRect();
            return { x: event.clientX - box.left, y: event.clientY - box.top };
        };
        around.addEventListener('pointerdown', (event) => this.press(event, place(event)), { signal });
        around.addEventListener('pointermove', (event) => this.move(event, place(event)), { signal });
        for (const name of ['pointerup', 'pointercancel'] as const) {
            around.addEventListener(name, (event) => this.release(event, place(event)), { signal });
        }
        around.addEventListener('pointerleave', () => this.hover(undefined), { signal });
        around.addEventListener('dblclick', (event) => this.zoomAt(1.6, place(event)), { signal });
        around.addEventListener(
            'wheel',
            (event) => {
                event.preventDefault();
                this.zoomAt(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.04 : 0.0016)), place(event));
            },
            { signal, passive: false },
        );
        around.addEventListener('keydown', (event) => this.key(event), { signal });
    }

    private zoomAt(factor: number, at: Point): void {
        this.camera.zoom(factor, at);
        this.redraw();
    }

    private press(event: PointerEvent, at: Point): void {
        this.around.setPointerCapture(event.pointerId);
        this.pointers.set(event.pointerId, at);
        this.travelled = this.pointers.size > 1 ? CLICK : 0;
        this.dragged = this.pointers.size === 1 ? this.nodeAt(at) : undefined;
    }

    private move(event: PointerEvent, at: Point): void {
        const before = this.pointers.get(event.pointerId);
        if (!before) {
            this.hover(this.nodeAt(at));
            return;
        }
        const others = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
        const other = others[0];
        this.pointers.set(event.pointerId, at);
        this.travelled += Math.hypot(at.x - before.x, at.y - before.y);
        if (other) {
            const apart = Math.hypot(at.x - other.x, at.y - other.y);
            const was = Math.hypot(before.x - other.x, before.y - other.y);
            this.camera.zoom(apart / Math.max(1, was), { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 });
            this.camera.pan((at.x - before.x) / 2, (at.y - before.y) / 2);
        } else if (this.travelled >= CLICK && this.dragged) {
            this.camera.follows = false;
            Object.assign(this.dragged, this.camera.toPicture(at), { heat: 0 });
        } else if (this.travelled >= CLICK) {
            this.camera.pan(at.x - before.x, at.y - before.y);
        }
        this.redraw();
    }

    private release(event: PointerEvent, at: Point): void {
        if (this.pointers.delete(event.pointerId) && this.travelled < CLICK && event.type === 'pointerup') {
            this.choose(this.nodeAt(at));
        }
        this.dragged = undefined;
    }

    private hover(node: Node | undefined): void {
        if (node !== this.hovered) {
            this.hovered = node;
            this.around.style.cursor = node ? 'pointer' : '';
            this.focus();
        }
    }

    private key(event: KeyboardEvent): void {
        if (event.ctrlKey || event.metaKey || event.altKey) {
            return;
        }
        const key = event.key.toLowerCase();
        const pan: Record<string, Point> = {
            arrowleft: { x: 60, y: 0 },
            arrowright: { x: -60, y: 0 },
            arrowup: { x: 0, y: 60 },
            arrowdown: { x: 0, y: -60 },
        };
        const by = pan[key];
        if (by) {
            this.camera.pan(by.x, by.y);
        } else if (key === '+' || key === '=' || key === '-') {
            this.camera.zoom(key === '-' ? 1 / 1.25 : 1.25);
        } else if (key === '0') {
            this.camera.follows = true;
        } else if (key === 'n' || key === 'b') {
            this.selectNext(key === 'n' ? 1 : -1);
        } else if (key === 'escape') {
            this.choose(undefined);
        } else if (key === 'p' || key === ' ') {
            this.actions.pause();
        } else if (key === 'f') {
            this.actions.fullScreen();
        } else {
            return;
        }
        event.preventDefault();
        this.redraw();
    }

    private selectNext(by: number): void {
        const { selected } = this.look;
        const place = selected ? this.order.indexOf(selected) + by : by < 0 ? -1 : 0;
        this.choose(this.order.at(place % Math.max(1, this.order.length)));
    }
}

function canvas(around: HTMLElement): CanvasRenderingContext2D {
    const made = document.createElement('canvas');
    around.append(made);
    const context = made.getContext('2d');
    if (!context) {
        throw new Error('this browser draws nothing on a canvas: use the table');
    }
    return context;
}

/** As the style sheet has them at the moment. */
function colorsOf(around: HTMLElement): Look['colors'] {
    const probe = document.createElement('span');
    around.append(probe);
    const color = (name: string) => {
        probe.style.color = `var(${name})`;
        return getComputedStyle(probe).color;
    };
    const colors = {
        ground: color('--card'),
        text: color('--text'),
        client: color('--graph-client'),
        topic: color('--graph-topic'),
    };
    probe.remove();
    return colors;
}
