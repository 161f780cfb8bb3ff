import { render } from 'preact';
import { Shell } from './shell/Shell';
import './shell/shell.css';

const page = document.getElementById('page');
if (page) {
    render(<Shell />, page);
}
