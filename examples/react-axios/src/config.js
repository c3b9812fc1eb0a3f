// All that differs from a client of Django REST framework and Knox: where the API is.
axios.defaults.baseURL = 'http://127.0.0.1:3000';
