import { Failure } from '../../parts/Failure';
import { type Change, type Check, type Reload, type Remark, where } from './configuration';

/** What came of what somebody asked for. */
export type Done = { check: Check } | { reload: Reload } | { problem: unknown };

/** Says it, with each error where it stands. */
export function Outcome({ done }: { done: Done }) {
    if ('problem' in done) {
        return <Failure of={done.problem} />;
    }
    if ('reload' in done) {
        return (
            <>
                <p class="good">Read again: {changed(done.reload.changes)}.</p>
                <Remarks remarks={done.reload.warnings} />
            </>
        );
    }
    const { valid, errors, warnings, notices, changes } = done.check;
    return (
        <>
            <p class={valid ? 'good' : 'bad'}>
                {valid
                    ? `Nothing is wrong; a reload would mean: ${changed(changes)}.`
                    : 'No broker could start with it:'}
            </p>
            <Remarks remarks={[...errors, ...warnings, ...notices]} />
        </>
    );
}

function changed(changes: Change[]): string {
    return changes.length === 0
        ? 'no setting changed'
        : changes.map((change) => `${change.name} ${change.before} → ${change.after}`).join(', ');
}

function Remarks({ remarks }: { remarks: Remark[] }) {
    return (
        <ul class="overview-remarks">
            {remarks.map((remark) => (
                <li key={`${where(remark)} ${remark.text}`}>
                    {remark.file && <code>{where(remark)} </code>}
                    {remark.text}
                </li>
            ))}
        </ul>
    );
}
