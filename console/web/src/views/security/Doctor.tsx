import { useEffect, useState } from 'preact/hooks';
import { get } from '../../lib/api';
import { moment } from '../../lib/times';
import { Failure } from '../../parts/Failure';
import { capital, type Finding } from './model';

interface Report {
    time: number;
    findings: Finding[];
}

const SEVERITIES: { severity: Finding['severity']; title: string; sign: string }[] = [
    { severity: 'error', title: 'A stranger can use it now', sign: '✕' },
    { severity: 'warning', title: 'It helps a stranger, or will soon', sign: '!' },
    { severity: 'note', title: 'It may be meant so', sign: 'i' },
];

/** What a stranger could use, and what mends it. */
export function Doctor() {
    const [report, setReport] = useState<Report>();
    const [busy, setBusy] = useState(false);
    const [failure, setFailure] = useState<unknown>();
    const look = (fresh: boolean) => {
        setBusy(true);
        setFailure(undefined);
        get<Report>(`/api/doctor${fresh ? '?fresh=true' : ''}`)
            .then(setReport, setFailure)
            .finally(() => setBusy(false));
    };
    useEffect(() => look(false), []);
    return (
        <section aria-labelledby="sec-doctor">
            <div class="sec-head">
                <h2 id="sec-doctor">Doctor</h2>
                <button type="button" disabled={busy} onClick={() => look(true)}>
                    Look again
                </button>
            </div>
            <p aria-live="polite" class="quiet">
                {busy
                    ? 'Looking at the configuration, its files and the open ports. With many users that takes a minute …'
                    : report && `Looked at ${moment(report.time)}.`}
            </p>
            <Failure of={failure} />
            {report && report.findings.length === 0 && <p class="sec-fine">Nothing found that a stranger could use.</p>}
            {report && <Findings of={report.findings} />}
        </section>
    );
}

function Findings({ of }: { of: Finding[] }) {
    return (
        <>
            {SEVERITIES.map(({ severity, title, sign }) => {
                const those = of.filter((finding) => finding.severity === severity);
                return those.length === 0 ? null : (
                    <div key={severity} class={`sec-findings sec-is-${severity}`}>
                        <h3>
                            <span class="sec-badge" aria-hidden="true">
                                {sign}
                            </span>
                            {title} <span class="quiet">({those.length})</span>
                        </h3>
                        {those.map((finding) => (
                            <article key={`${finding.kind} ${finding.subject} ${finding.what}`} class="card">
                                <p class="sec-what">{capital(finding.what)}</p>
                                <p class="quiet">
                                    {finding.subject} · {finding.kind}
                                </p>
                                <p class="sec-mend">To mend it:</p>
                                <pre>{finding.mend.join('\n')}</pre>
                            </article>
                        ))}
                    </div>
                );
            })}
        </>
    );
}
