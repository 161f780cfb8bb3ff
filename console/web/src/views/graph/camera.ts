/** What part of the picture is seen. */

export interface Point {
    x: number;
    y: number;
}

const SCALE_MIN = 0.1;
const SCALE_MAX = 4;
const MARGIN = 48;
const FIT_SCALE_MAX = 1.6;

export class Camera {
    /** Of the picture, what is in the middle. */
    x = 0;
    y = 0;
    scale = 1;
    width = 1;
    height = 1;
    /** All of the picture is shown, until somebody moves it. */
    follows = true;

    toScreen(point: Point): Point {
        return {
            x: (point.x - this.x) * this.scale * this.stretch + this.width / 2,
            y: ((point.y - this.y) * this.scale) / this.stretch + this.height / 2,
        };
    }

    toPicture(point: Point): Point {
        return {
            x: (point.x - this.width / 2) / this.scale / this.stretch + this.x,
            y: ((point.y - this.height / 2) / this.scale) * this.stretch + this.y,
        };
    }

    /** A picture that is wider than high is drawn so, and the other way. */
    private get stretch(): number {
        return Math.min(1.5, Math.max(0.7, Math.sqrt(this.width / Math.max(1, this.height))));
    }

    /** Moves the picture by pixels. */
    pan(dx: number, dy: number): void {
        this.follows = false;
        this.x -= dx / this.scale / this.stretch;
        this.y -= (dy / this.scale) * this.stretch;
    }

    /** Makes it larger; what is at a place of the screen stays there. */
    zoom(factor: number, at: Point = { x: this.width / 2, y: this.height / 2 }): void {
        this.follows = false;
        const fixed = this.toPicture(at);
        this.scale = Math.min(SCALE_MAX, Math.max(SCALE_MIN, this.scale * factor));
        const moved = this.toPicture(at);
        this.x += fixed.x - moved.x;
        this.y += fixed.y - moved.y;
    }

    /**
     * Comes nearer to showing all of these.
     *
     * @param share of the way, 0 to 1
     * @returns whether it has moved by what can be seen
     */
    approach(points: Iterable<Point>, share: number): boolean {
        let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
        for (const { x, y } of points) {
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
        }
        if (left > right) {
            return false;
        }
        const scale = Math.min(
            FIT_SCALE_MAX,
            Math.max(1, this.width - 2 * MARGIN) / Math.max(1, (right - left) * this.stretch),
            Math.max(1, this.height - 2 * MARGIN) / Math.max(1, (bottom - top) / this.stretch),
        );
        const dx = ((left + right) / 2 - this.x) * share;
        const dy = ((top + bottom) / 2 - this.y) * share;
        const grown = (Math.max(SCALE_MIN, scale) - this.scale) * share;
        this.x += dx;
        this.y += dy;
        this.scale += grown;
        return Math.hypot(dx, dy) * this.scale > 0.3 || Math.abs(grown / this.scale) > 0.001;
    }
}
