import { useEffect } from 'preact/hooks';
import { Connection } from './Connection';
import { MessageLog } from './MessageLog';
import { findListeners } from './model';
import { Publisher } from './Publisher';
import { Subscriptions } from './Subscriptions';
import './tryit.css';

/** An MQTT client in the page; it stays connected while other views are shown. */
export default function TryIt() {
    useEffect(() => {
        findListeners();
    }, []);
    return (
        <div class="tryit">
            <div class="tryit-side">
                <Connection />
                <Subscriptions />
            </div>
            <div class="tryit-main">
                <Publisher />
                <MessageLog />
            </div>
        </div>
    );
}
