import { capital } from './model';

/** Says what to do where there is nothing. */
export function Advice({ title, text }: { title: string; text: string }) {
    return (
        <div class="card sec-advice">
            <p class="sec-advice-title">{title}</p>
            <p>{capital(text)}.</p>
        </div>
    );
}
