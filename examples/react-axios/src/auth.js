// Actions and reducer, as the tutorials have them.
import './config.js';

const JSON_CONFIG = { headers: { 'Content-Type': 'application/json' } };

export const tokenConfig = (getState) => {
  const token = getState().auth.token;
  const config = { headers: { 'Content-Type': 'application/json' } };
  if (token) {
    config.headers['Authorization'] = `Token ${token}`;
  }
  return config;
};

const failed = (dispatch, type) => (err) => {
  dispatch({ type: 'GET_ERRORS', payload: { msg: err.response.data, status: err.response.status } });
  dispatch({ type });
};

export const loadUser = () => (dispatch, getState) => {
  dispatch({ type: 'USER_LOADING' });
  return axios
    .get('/api/auth/user', tokenConfig(getState))
    .then((res) => dispatch({ type: 'USER_LOADED', payload: res.data }))
    .catch(failed(dispatch, 'AUTH_ERROR'));
};

export const login = (username, password) => (dispatch) =>
  axios
    .post('/api/auth/login', JSON.stringify({ username, password }), JSON_CONFIG)
    .then((res) => dispatch({ type: 'LOGIN_SUCCESS', payload: res.data }))
    .catch(failed(dispatch, 'LOGIN_FAIL'));

export const register = ({ username, password, email }) => (dispatch) =>
  axios
    .post('/api/auth/register', JSON.stringify({ username, email, password }), JSON_CONFIG)
    .then((res) => dispatch({ type: 'REGISTER_SUCCESS', payload: res.data }))
    .catch(failed(dispatch, 'REGISTER_FAIL'));

export const logout = () => (dispatch, getState) =>
  axios
    .post('/api/auth/logout/', null, tokenConfig(getState))
    .then(() => dispatch({ type: 'LOGOUT_SUCCESS' }))
    .catch(failed(dispatch, 'AUTH_ERROR'));

export const initialState = () => ({
  auth: { token: localStorage.getItem('token'), isAuthenticated: null, isLoading: false, user: null },
  errors: { msg: {}, status: null },
});

const signedIn = (state, payload) => {
  localStorage.setItem('token', payload.token);
  return { auth: { ...state.auth, ...payload, isAuthenticated: true, isLoading: false }, errors: { msg: {}, status: null } };
};

const signedOut = (errors) => {
  localStorage.removeItem('token');
  return { auth: { token: null, user: null, isAuthenticated: false, isLoading: false }, errors };
};

export const reducer = (state, action) => {
  switch (action.type) {
    case 'GET_ERRORS':
      return { ...state, errors: action.payload };
    case 'USER_LOADING':
      return { ...state, auth: { ...state.auth, isLoading: true } };
    case 'USER_LOADED':
      return { ...state, auth: { ...state.auth, isAuthenticated: true, isLoading: false, user: action.payload } };
    case 'LOGIN_SUCCESS':
    case 'REGISTER_SUCCESS':
      return signedIn(state, action.payload);
    case 'LOGOUT_SUCCESS':
      return signedOut({ msg: {}, status: null });
    default:
      return signedOut(state.errors);
  }
};
