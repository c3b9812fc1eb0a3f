import { initialState, loadUser, login, logout, reducer, register } from './auth.js';

const h = React.createElement;

/** React's reducer with actions that may be functions, as Redux with redux-thunk has them. */
function useStore() {
  const [state, send] = React.useReducer(reducer, undefined, initialState);
  const current = React.useRef(state);
  current.current = state;
  const dispatch = (action) => (typeof action === 'function' ? action(dispatch, () => current.current) : send(action));
  return [state, dispatch];
}

function Alerts({ errors }) {
  const { msg, status } = errors;
  if (!status || msg.detail === 'Authentication credentials were not provided.') return null;
  const lines = [];
  if (msg.username) lines.push(`Username: ${msg.username.join()}`);
  if (msg.email) lines.push(`Email: ${msg.email.join()}`);
  if (msg.password) lines.push(`Password: ${msg.password.join()}`);
  if (msg.non_field_errors) lines.push(msg.non_field_errors.join());
  if (msg.detail) lines.push(msg.detail);
  return h('div', { className: 'alert', role: 'alert' }, lines.map((line) => h('div', { key: line }, line)));
}

function Form({ title, fields, onSubmit, other }) {
  const [values, setValues] = React.useState({});
  const submit = (event) => {
    event.preventDefault();
    onSubmit(values);
  };
  return h('form', { onSubmit: submit, noValidate: true },
    h('h1', null, title),
    fields.map(([name, label, type]) => h('label', { key: name }, label,
      h('input', { name, type, value: values[name] ?? '', onChange: (e) => setValues({ ...values, [name]: e.target.value }) }))),
    h('button', null, title),
    other);
}

const USERNAME = ['username', 'Username', 'text'];
const EMAIL = ['email', 'Email', 'email'];
const PASSWORD = ['password', 'Password', 'password'];

function App() {
  const [{ auth, errors }, dispatch] = useStore();
  const [page, setPage] = React.useState('Login');
  React.useEffect(() => {
    dispatch(loadUser());
  }, []);
  const to = (name) => h('button', { type: 'button', id: 'other', onClick: () => setPage(name) }, `${name} instead`);
  let content;
  if (auth.isLoading) {
    content = h('p', null, 'Loading...');
  } else if (auth.isAuthenticated) {
    content = h('div', { className: 'card' },
      h('h1', { id: 'welcome' }, `Welcome ${auth.user.username}`),
      h('button', { id: 'logout', onClick: () => dispatch(logout()) }, 'Logout'));
  } else if (page === 'Login') {
    content = h(Form, { key: page, title: 'Login', fields: [USERNAME, PASSWORD], other: to('Register'),
      onSubmit: ({ username, password }) => dispatch(login(username, password)) });
  } else {
    content = h(Form, { key: page, title: 'Register', fields: [USERNAME, EMAIL, PASSWORD], other: to('Login'),
      onSubmit: (values) => dispatch(register(values)) });
  }
  return h(React.Fragment, null, h(Alerts, { errors }), content);
}

ReactDOM.createRoot(document.getElementById('app')).render(h(App));
