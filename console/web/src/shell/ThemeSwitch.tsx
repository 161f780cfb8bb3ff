import { choose, next, type Theme, theme } from '../lib/theme';
import { Icon } from './Icon';

const SIGNS: Record<Theme, string> = {
    system: 'M4 5h16v11H4zM9 20h6M12 16v4',
    light: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.500 1.500M17.500 17.500L19 19M5 19l1.500-1.500M17.500 6.500L19 5',
    dark: 'M20 14A8.500 8.500 0 0 1 10 4a8.500 8.500 0 1 0 10 10',
};
const WORDS: Record<Theme, string> = { system: 'as the system has it', light: 'light', dark: 'dark' };

/** Changes the colours of the page. */
export function ThemeSwitch() {
    const words = `Colours: ${WORDS[theme.value]}`;
    return (
        <button type="button" class="plain" title={words} aria-label={words} onClick={() => choose(next(theme.value))}>
            <Icon lines={SIGNS[theme.value]} />
        </button>
    );
}
